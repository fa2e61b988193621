package sh.executor.execution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator may set about runs. */
@ConfigMapping(prefix = "executor.execution")
interface ExecutionConfig {

  /** How many runs this node works on at once. */
  @WithDefault("4096")
  int runsMax();

  /** How many of them may be one organisation's. */
  @WithDefault("512")
  int runsPerOrganizationMax();

  /** How long a run may compute; waiting is free. */
  @WithDefault("30s")
  Duration cpu();

  /** How long a run may take, waiting included. */
  @WithDefault("15m")
  Duration wallClock();
}
