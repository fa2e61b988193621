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

  /**
   * Sends a message that is not written down. Blocks while the reader is slow.
   *
   * @return false when nobody reads any more
   */
  default boolean send(byte[] message) throws InterruptedException {
    return false;
  }

  /**
   * Whether the stream goes on here when its session has gone to another node, because its client
   * could not open another one.
   */
  default boolean stays() {
    return false;
  }
}
