package sh.executor.mcp;

/** Where a tool says that it gets on. */
@FunctionalInterface
interface Progress {

  /** For those who did not ask to know. */
  Progress NONE = message -> {};

  /** Whether a client asked to know. */
  default boolean isWanted() {
    return !equals(NONE);
  }

  /** Tells the client. Blocks while it reads slowly. */
  void report(String message);
}
