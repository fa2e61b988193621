package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.Opened;
import sh.executor.session.Sessions;
import sh.executor.session.model.Terms;

/** {@code initialize}: agrees on a revision and begins a session. */
@Singleton
final class LegacyInitialize {

  /** The whole request is kept for the life of the session. */
  private static final int REQUEST_BYTES_MAX = 131_072;

  /** For who has as many sessions as an account may. */
  static final Answer TOO_MANY_SESSIONS =
      Answer.error(
              429,
              RpcError.BAD_REQUEST,
              "As many sessions of this account are in use as there may be; end one by DELETE")
          .with("retry-after", "60");

  private final Sessions sessions;
  private final Methods methods;
  private final ServerIdentity identity;

  @Inject
  LegacyInitialize(Sessions sessions, Methods methods, ServerIdentity identity) {
    this.sessions = sessions;
    this.methods = methods;
    this.identity = identity;
  }

  /** Opens a session for {@code caller} and answers with its id. Blocks. */
  void handle(Exchange exchange, Caller caller, Resource resource, Message.Request request) {
    JsonNode requested = request.params().path("protocolVersion");
    if (!requested.isTextual()) {
      refuse(exchange, request, "protocolVersion must be a string");
      return;
    }
    ObjectNode whole = whole(request);
    if (Json.bytes(whole).length > REQUEST_BYTES_MAX) {
      refuse(exchange, request, "initialize may have at most " + REQUEST_BYTES_MAX + " bytes");
      return;
    }
    ProtocolVersion agreed = ProtocolVersion.negotiate(requested.textValue());
    Terms terms = new Terms(agreed.wire(), elicitationMode(exchange), whole);
    Optional<Opened> opened = sessions.open(caller, resource, terms);
    if (opened.isEmpty()) {
      exchange.answer(TOO_MANY_SESSIONS);
      return;
    }
    ObjectNode answer = new Reply.Result(result(agreed.wire())).answering(request.id());
    exchange.answer(Answer.json(200, Json.bytes(answer)).with("mcp-session-id", opened.get().id()));
  }

  private static void refuse(Exchange exchange, Message.Request request, String why) {
    RpcError error = new RpcError(RpcError.INVALID_PARAMS, "Invalid params: " + why);
    exchange.answer(Answer.json(200, Json.bytes(error.answering(request.id()))));
  }

  /** The result of {@code initialize}, when a revision is agreed on. */
  ObjectNode result(String agreed) {
    ObjectNode result = Json.object();
    result.put("protocolVersion", agreed);
    result.set("capabilities", methods.capabilities());
    result.set("serverInfo", identity.describe());
    return result;
  }

  private static ObjectNode whole(Message.Request request) {
    ObjectNode whole = Json.object();
    whole.put("jsonrpc", "2.0");
    whole.set("id", request.id());
    whole.put("method", request.method());
    whole.set("params", request.params());
    return whole;
  }

  /** How the URL asks for questions to be put; null when it does not. */
  static @Nullable String elicitationMode(Exchange exchange) {
    return ElicitationMode.requested(
            exchange.query("elicitation_mode"), exchange.query("allow_model_resume"))
        .map(ElicitationMode::wire)
        .orElse(null);
  }
}
