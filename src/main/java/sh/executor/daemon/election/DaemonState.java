package sh.executor.daemon.election;

import sh.executor.daemon.RunningServer;

/** What there is of a server in a data directory, at a moment. */
public sealed interface DaemonState {

  /**
   * None: no process owns the directory.
   *
   * @param leftBehind whether one that was killed has left its manifest
   */
  record Absent(boolean leftBehind) implements DaemonState {}

  /**
   * A process owns the directory and serves nothing: it starts, or stops, or migrates.
   *
   * @param pid which; 0 when it has not said yet
   */
  record Busy(long pid) implements DaemonState {}

  /** It owns the directory, and answers. */
  record Serving(RunningServer server) implements DaemonState {}

  /** It owns the directory and says where it serves, but does not answer there. */
  record Silent(RunningServer server) implements DaemonState {}
}
