package sh.executor.telemetry;

/** The spans of our own; HTTP and JDBC instrumentation adds theirs. */
public enum SpanName {
  /** One JSON-RPC message at the MCP edge. */
  MCP_MESSAGE("mcp message"),
  /** One script from code to result. */
  EXECUTION("execution"),
  /** One step inside the sandbox. */
  SANDBOX_STEP("sandbox step"),
  /** One tool called by a script or a client. */
  TOOL_CALL("tool call"),
  /** One request that leaves the house. */
  OUTBOUND_REQUEST("outbound request"),
  /** One description read into tools. */
  CATALOG_READ("catalog read");

  private final String wire;

  SpanName(String wire) {
    this.wire = wire;
  }

  String wire() {
    return wire;
  }
}
