package sh.executor.telemetry;

/**
 * What a span may say and a log line need not. The same rule holds as for {@link Key}: no secret
 * and nothing a tool was given or gave back. What a client says of itself is cut to {@link
 * Trace#VALUE_CHARS_MAX} characters.
 */
public enum Attribute {
  /** What something came to: the simple name of a sealed outcome, or a word of {@code mcp}'s. */
  OUTCOME("executor.outcome"),
  /** A stable code of a failure. */
  ERROR_TYPE("error.type"),
  /** What the rules say of a call: {@code approve}, {@code require_approval} or {@code block}. */
  POLICY_DECISION("executor.policy.decision"),
  /** How many calls of a run have come back. */
  CALLS("executor.execution.calls"),

  /** An HTTP method, of a request that leaves. */
  HTTP_METHOD("http.request.method"),
  /** An HTTP status, of an answer from outside or of ours. */
  HTTP_STATUS("http.response.status_code"),
  /** The host a request goes to. */
  SERVER_ADDRESS("server.address"),

  /** The HTTP method of an MCP request. */
  MCP_METHOD("mcp.request.method"),
  /** Whether the request names a session. */
  MCP_SESSION_PRESENT("mcp.request.session_id_present"),
  /** Whether the request brings a bearer. */
  MCP_HAS_BEARER("mcp.auth.has_bearer"),
  /** Whether it was let in. */
  MCP_VERIFIED("mcp.auth.verified"),
  /** The organisation it was let in for. */
  MCP_ORGANIZATION_ID("mcp.auth.organization_id"),
  /** The account it was let in as. */
  MCP_ACCOUNT_ID("mcp.auth.account_id"),
  /** The methods of the JSON-RPC messages, in order. */
  MCP_RPC_METHOD("mcp.rpc.method"),
  /** The id of a single JSON-RPC request. */
  MCP_RPC_ID("mcp.rpc.id"),
  /** The revision a client asks for in {@code initialize}. */
  MCP_CLIENT_PROTOCOL("mcp.client.protocol_version"),
  /** The client's name for itself. */
  MCP_CLIENT_NAME("mcp.client.name"),
  /** Its version. */
  MCP_CLIENT_VERSION("mcp.client.version"),
  /** Its name for people. */
  MCP_CLIENT_TITLE("mcp.client.title"),
  /** What it says it can do: the names, sorted. */
  MCP_CLIENT_CAPABILITIES("mcp.client.capability.keys"),
  /** The MCP tool that is called. */
  MCP_TOOL_NAME("mcp.tool.name"),
  /** The resource that is read, without query. */
  MCP_RESOURCE_URI("mcp.resource.uri"),
  /** The prompt that is asked for. */
  MCP_PROMPT_NAME("mcp.prompt.name"),
  /** How a client answers a question. */
  MCP_ELICITATION_ACTION("mcp.elicitation.action"),
  /** The scheme of the credential. */
  MCP_AUTHORIZATION_SCHEME("mcp.http.header.authorization.scheme"),
  /** How long the credential is, in characters, as text. */
  MCP_AUTHORIZATION_LENGTH("mcp.http.header.authorization.length"),
  /** Whether the body was read as JSON-RPC. */
  MCP_PARSE_BODY("mcp.request.parse_body"),
  /** The names of all request headers, sorted. */
  MCP_HEADER_NAMES("mcp.http.header.names");

  private final String wire;

  Attribute(String wire) {
    this.wire = wire;
  }

  String wire() {
    return wire;
  }
}
