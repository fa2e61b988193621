package sh.executor.telemetry;

/**
 * What a log line, a span or a metric may say beside its constant text. Values are ids and codes:
 * never a token, an argument, a result, a body or a value of a row.
 */
public enum Key {
  /** An organisation, {@code org_…}. */
  TENANT_ID("tenantId"),
  /** An MCP session's row; never the id its client holds. */
  SESSION_ID("sessionId"),
  /** One run, as the wire names it. */
  EXECUTION_ID("executionId"),
  /** A tool's address. */
  TOOL_ADDRESS("toolAddress"),
  /** An integration's slug. */
  INTEGRATION("integration"),
  /** A stable code of a failure. */
  ERROR_CODE("errorCode"),
  /** A JSON-RPC method. */
  METHOD("method"),
  /** What something came to: the simple name of a sealed outcome. */
  OUTCOME("outcome");

  private final String wire;

  Key(String wire) {
    this.wire = wire;
  }

  /** Its name in a log. */
  public String wire() {
    return wire;
  }

  /** Its name on a span. */
  String attribute() {
    return "executor." + wire;
  }
}
