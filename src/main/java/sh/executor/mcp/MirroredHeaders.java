package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The headers that repeat what the body says, for those who pass requests on without reading
 * bodies. A request whose headers say something else, or that repeats one of them, is refused:
 * whoever believed them, or another of them, would have let something else through.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#server-validation">MCP
 *     2026-07-28, Server Validation</a>
 */
final class MirroredHeaders {

  private static final String MARK = "x-mcp-header";
  private static final int DIGITS_MAX = 32;

  /** Where the value of {@code Mcp-Name} stands, by method. */
  private static final Map<String, String> NAMED =
      Map.of(
          "tools/call", "name",
          "prompts/get", "name",
          "resources/read", "uri",
          "tasks/get", "taskId",
          "tasks/update", "taskId",
          "tasks/cancel", "taskId");

  private MirroredHeaders() {}

  /** What is wrong with {@code Mcp-Method} or {@code Mcp-Name}. */
  static Optional<RpcError> ofMessage(Exchange exchange, Message.Request request) {
    List<String> methods = exchange.headers("mcp-method");
    if (methods.size() != 1) {
      return mismatch("Mcp-Method is required, once");
    }
    if (!methods.getFirst().strip().equals(request.method())) {
      return mismatch("Mcp-Method is not the method of the body");
    }
    String member = NAMED.get(request.method());
    JsonNode name = member == null ? null : request.params().path(member);
    return name != null && name.isTextual()
        ? compare("Mcp-Name", exchange.headers("mcp-name"), name)
        : Optional.empty();
  }

  /**
   * What is wrong with the {@code Mcp-Param-*} headers of a call.
   *
   * @param schema the tool's; only what hangs below {@code properties} can be marked
   */
  static Optional<RpcError> ofArguments(Exchange exchange, JsonNode schema, JsonNode arguments) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode value = arguments.path(property.getKey());
      JsonNode mark = property.getValue().path(MARK);
      Optional<RpcError> wrong =
          mark.isTextual()
              ? ofArgument(exchange, "Mcp-Param-" + mark.textValue(), value)
              : ofArguments(exchange, property.getValue(), value);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static Optional<RpcError> ofArgument(Exchange exchange, String name, JsonNode value) {
    List<String> headers = exchange.headers(name);
    if (value.isMissingNode() || value.isNull()) {
      return headers.isEmpty()
          ? Optional.empty()
          : mismatch(name + " is the header of an argument that is not given");
    }
    return compare(name, headers, value);
  }

  private static Optional<RpcError> compare(String name, List<String> headers, JsonNode value) {
    if (headers.size() != 1) {
      return mismatch(name + " is required, once");
    }
    Optional<String> decoded = HeaderValue.decode(headers.getFirst());
    if (decoded.isEmpty()) {
      return mismatch(name + " has characters or an encoding that no header may have");
    }
    return says(decoded.get(), value)
        ? Optional.empty()
        : mismatch(name + " is not what the body says");
  }

  private static boolean says(String header, JsonNode value) {
    if (!value.isIntegralNumber()) {
      return value.isValueNode() && header.equals(value.asText());
    }
    try {
      return header.length() <= DIGITS_MAX
          && new BigDecimal(header).compareTo(value.decimalValue()) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static Optional<RpcError> mismatch(String what) {
    return Optional.of(new RpcError(RpcError.HEADER_MISMATCH, "Header mismatch: " + what));
  }
}
