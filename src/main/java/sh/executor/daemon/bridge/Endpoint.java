package sh.executor.daemon.bridge;

import java.util.Optional;

/** Where the server is, now: it may move. Safe for use by many threads. */
public interface Endpoint {

  /**
   * The server, after whatever it takes to have one.
   *
   * @throws RuntimeException when there is none to be had; the message says why
   */
  Target target();

  /**
   * The server, if one is known without starting any.
   *
   * @throws RuntimeException when what opens it is not to be had; the message says why
   */
  Optional<Target> known();

  /** Tells that {@code target} took no connection. */
  void lost(Target target);
}
