package sh.executor.openapi;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a call of a described API may take. */
@ConfigMapping(prefix = "executor.openapi")
interface OpenApiConfig {

  /** From the start of a call to the end of the response's header. */
  @WithDefault("110s")
  Duration headersWithin();

  /** From there to the end of the body. */
  @WithDefault("60s")
  Duration bodyWithin();

  /** Bytes of a response, after decompression; a longer one is an error. */
  @WithDefault("33554432")
  int bodyBytesMax();

  /** How long a stream is listened to. */
  @WithDefault("10s")
  Duration streamWithin();

  /** Bytes that are taken of a stream; a longer one is cut. */
  @WithDefault("1000000")
  int streamBytesMax();
}
