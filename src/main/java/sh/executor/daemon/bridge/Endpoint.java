package sh.executor.daemon.bridge;

import java.util.Optional;

/** Where the server is, now: it may move. Safe for use by many threads. */
public interface Endpoint {

  /**
   * The server, after whatever it takes to have one.
   *
   * @throws sh.executor.daemon.LocalServerException when there is none to be had; the message says
   *     why
   */
  Target target();

  /** The server, if one is known without doing anything about it. */
  Optional<Target> known();

  /** Tells that {@code target} took no connection, or no longer takes its bearer. */
  void lost(Target target);
}
