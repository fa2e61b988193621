package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A request that says itself all there is to know: revision, client and capabilities.
 *
 * @param capabilities what the client offers for this request, and no other
 * @param logFrom the least severe log message it wants; empty when it wants none
 */
record ModernRequest(Message.Request message, ObjectNode capabilities, Optional<LogLevel> logFrom) {

  /** What a request turned out to be. */
  sealed interface Read {

    /** One we can look at. */
    record Accepted(ModernRequest request) implements Read {}

    /** None that makes sense, whatever its method. HTTP 400. */
    record Refused(RpcError error) implements Read {}
  }

  /** Reads what {@code message} says of itself, and holds its headers against it. */
  static Read read(Exchange exchange, Message.Request message) {
    JsonNode meta = message.params().path("_meta");
    JsonNode version = meta.path(ModernMeta.VERSION);
    if (!version.isTextual()) {
      return invalid(ModernMeta.VERSION + " is required in _meta");
    }
    List<String> headers = exchange.headers(Era.VERSION_HEADER);
    if (headers.size() != 1 || !headers.getFirst().strip().equals(version.textValue())) {
      return new Read.Refused(
          new RpcError(
              RpcError.HEADER_MISMATCH,
              "Header mismatch: MCP-Protocol-Version is not what _meta says"));
    }
    if (!version.textValue().equals(Era.MODERN_VERSION)) {
      return new Read.Refused(unsupported(version.textValue()));
    }
    if (!(meta.path(ModernMeta.CAPABILITIES) instanceof ObjectNode capabilities)) {
      return invalid(ModernMeta.CAPABILITIES + " is required in _meta");
    }
    JsonNode level = meta.path(ModernMeta.LOG_LEVEL);
    Optional<LogLevel> logFrom = LogLevel.parse(level.asText());
    if (!level.isMissingNode() && logFrom.isEmpty()) {
      return invalid(ModernMeta.LOG_LEVEL + " is no log level");
    }
    Optional<RpcError> mismatch = MirroredHeaders.ofMessage(exchange, message);
    return mismatch.isPresent()
        ? new Read.Refused(mismatch.get())
        : new Read.Accepted(new ModernRequest(message, capabilities, logFrom));
  }

  /** The method it asks for. */
  String method() {
    return message.method();
  }

  /** What the client can put to its user. */
  Abilities abilities() {
    return Abilities.declared(capabilities.path("elicitation"));
  }

  /** Whether the client can wait for a result by looking for it now and then. */
  boolean takesTasks() {
    return capabilities.path("extensions").path(Tasks.EXTENSION).isObject();
  }

  /** Every revision there is here, of both eras, newest first. */
  static ArrayNode supportedVersions() {
    ArrayNode versions = Json.array().add(Era.MODERN_VERSION);
    ProtocolVersion.newestFirst().forEach(each -> versions.add(each.wire()));
    return versions;
  }

  private static Read invalid(String why) {
    return new Read.Refused(new RpcError(RpcError.INVALID_PARAMS, "Invalid params: " + why));
  }

  private static RpcError unsupported(String requested) {
    ObjectNode data = Json.object();
    data.set("supported", supportedVersions());
    data.put("requested", requested);
    return new RpcError(RpcError.UNSUPPORTED_VERSION, "Unsupported protocol version", data);
  }
}
