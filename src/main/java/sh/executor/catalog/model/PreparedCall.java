package sh.executor.catalog.model;

/**
 * A call whose arguments fit, with nothing sent yet. Holds no credential, so it may be kept while a
 * human decides.
 */
public interface PreparedCall {

  /** Whether it may be sent again when nobody knows if it arrived. */
  Repeat repeat();

  /**
   * Sends it. Everything that the other side answers, or fails to, is a result. Blocks;
   * interrupting the thread aborts the request.
   */
  ToolResult send(Invocation invocation);
}
