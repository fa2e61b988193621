package sh.executor.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator may set about the REST API. */
@ConfigMapping(prefix = "executor.rest")
interface RestConfig {

  /** How long a request body may take to arrive. */
  @WithDefault("30s")
  Duration bodyWithin();
}
