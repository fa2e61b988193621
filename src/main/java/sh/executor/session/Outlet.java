package sh.executor.session;

/** An open stream towards the client of a session, held by the edge. */
@FunctionalInterface
public interface Outlet {

  /**
   * Ends the stream. Must not block, and does nothing when it has ended.
   *
   * @param reason for the client's log
   */
  void end(String reason);

  /** There is something to send that was written down. Blocks for reading that. */
  default void wake() {}
}
