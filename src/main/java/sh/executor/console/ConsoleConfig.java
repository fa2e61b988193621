package sh.executor.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator may set about the pages. */
@ConfigMapping(prefix = "executor.console")
interface ConsoleConfig {

  /** How long a person stays signed in. */
  @WithDefault("30m")
  Duration signedInFor();
}
