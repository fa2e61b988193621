package sh.executor.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator may set about the REST API. Every value is a limit. */
@ConfigMapping(prefix = "executor.rest")
interface RestConfig {

  /** How long a request body may take to arrive. */
  @WithDefault("30s")
  Duration bodyWithin();

  /** How many streams this node keeps open. */
  @WithDefault("1024")
  int streamsMax();

  /** How many of them may be one member's. */
  @WithDefault("16")
  int streamsPerMemberMax();

  /** How old a stream grows before it is ended for the client to open another. */
  @WithDefault("10m")
  Duration streamAgeMax();

  /** How often an idle stream carries a comment, so that nobody on the way takes it for dead. */
  @WithDefault("25s")
  Duration keepAlive();

  /** How long a reader may leave what was sent unread before it is given up. */
  @WithDefault("30s")
  Duration drainWithin();
}
