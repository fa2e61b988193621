package sh.executor.telemetry;

/**
 * What a log line and a span may say beside their constant text. Values are ids and codes: never a
 * token, an argument, a result, a body or a value of a row.
 */
public enum Key {
  /** An organisation, {@code org_…}. */
  TENANT_ID("tenantId", "executor.tenant.id"),
  /** An MCP session, by the beginning of its hash; never the id its client holds. */
  SESSION_ID("sessionId", "mcp.request.session_id"),
  /** One run, as the wire names it. */
  EXECUTION_ID("executionId", "executor.execution.id"),
  /** A tool's address. */
  TOOL_ADDRESS("toolAddress", "executor.tool.address");

  private final String wire;
  private final String attribute;

  Key(String wire, String attribute) {
    this.wire = wire;
    this.attribute = attribute;
  }

  /** Its name in a log. */
  String wire() {
    return wire;
  }

  /** Its name on a span. */
  String attribute() {
    return attribute;
  }
}
