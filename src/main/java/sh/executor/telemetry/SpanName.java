package sh.executor.telemetry;

import io.opentelemetry.api.trace.SpanKind;

/** The spans of our own; HTTP and JDBC instrumentation adds theirs. */
public enum SpanName {
  /** One HTTP request at the MCP edge, from where a thread takes it over. */
  MCP_REQUEST("mcp.request", SpanKind.INTERNAL),
  /** A request of a session passed on to the node it is at home at, until its answer is back. */
  SESSION_HOP("session.hop", SpanKind.CLIENT),
  /** A request that another node passed on, answered here. */
  SESSION_VISIT("session.visit", SpanKind.SERVER),
  /** A session that begins, until its row is written. */
  SESSION_INIT("session.init", SpanKind.INTERNAL),
  /** A session taken into memory, from the first look at its row. */
  SESSION_WAKE("session.wake", SpanKind.INTERNAL),
  /** A session this node lets go of, while it goes on in the database. */
  SESSION_HIBERNATE("session.hibernate", SpanKind.INTERNAL),
  /** One script from its start, or from where it goes on, to its end or its rest. */
  EXECUTION_RUN("execution.run", SpanKind.INTERNAL),
  /** One tool called by a script or a client. */
  TOOL_CALL("execution.tool_call", SpanKind.INTERNAL),
  /** One request that leaves the house. */
  OUTBOUND_REQUEST("outbound.request", SpanKind.CLIENT);

  private final String wire;
  private final SpanKind kind;

  SpanName(String wire, SpanKind kind) {
    this.wire = wire;
    this.kind = kind;
  }

  String wire() {
    return wire;
  }

  SpanKind kind() {
    return kind;
  }
}
