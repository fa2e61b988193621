package sh.executor.node;

/** What a node says of itself when it calls another one. */
final class HopHeaders {

  /** Where every node waits for the others. */
  static final String PATH = "/internal/hop";

  /** Who calls. */
  static final String CALLER = "x-executor-node";

  /** Whom. */
  static final String CALLED = "x-executor-node-called";

  /** Of the caller, in base 64 for URLs. */
  static final String NONCE = "x-executor-node-nonce";

  /** Names the master key. */
  static final String KEY = "x-executor-node-key";

  private HopHeaders() {}
}
