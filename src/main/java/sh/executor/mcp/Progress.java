package sh.executor.mcp;

/** Where a tool says how far it is. */
@FunctionalInterface
interface Progress {

  /** For those who did not ask to know. */
  Progress NONE = (done, message) -> {};

  /**
   * Tells the client. Blocks while it reads slowly; must be called with growing numbers.
   *
   * @param done how much is done, in the tool's own unit
   */
  void report(long done, String message);
}
