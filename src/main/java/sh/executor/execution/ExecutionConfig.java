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

  /** How long a run may take, waiting for APIs included and waiting for people not. */
  @WithDefault("15m")
  Duration wallClock();

  /** How long a node that says nothing is taken to be alive. */
  @WithDefault("5s")
  Duration lease();

  /** For how long a node that stops waits for calls under way that may not be repeated. */
  @WithDefault("3s")
  Duration drain();

  /** How many runs that wait for people keep their sandboxes in memory. */
  @WithDefault("256")
  int warmMax();

  /** For how long they do. */
  @WithDefault("5s")
  Duration warmFor();

  /** How many runs of nodes that died this one takes over at once. */
  @WithDefault("64")
  int takeoverMax();

  /** How many nodes in a row may die with a run that gets no further, before it is given up. */
  @WithDefault("10")
  int setbacksMax();

  /** How long runs that ended are kept. */
  @WithDefault("30d")
  Duration retention();
}
