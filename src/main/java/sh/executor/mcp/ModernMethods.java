package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What can be asked without a session: what there is in both eras, answered as this one wants it,
 * and what it has of its own.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/server/discover">MCP
 *     2026-07-28, Discovery</a>
 */
@Singleton
final class ModernMethods {

  private static final String DISCOVER = "server/discover";
  private static final String RESULT_TYPE = "resultType";

  /** What went with the sessions. */
  private static final Set<String> REMOVED =
      Set.of(
          "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe");

  /** How long a client may keep an answer; those of methods that are not here it may not. */
  private static final Map<String, Duration> KEPT =
      Map.of(
          DISCOVER,
          Duration.ofHours(1),
          "tools/list",
          Duration.ofMinutes(1),
          "prompts/list",
          Duration.ofMinutes(1),
          "resources/list",
          Duration.ofMinutes(1),
          "resources/templates/list",
          Duration.ofMinutes(1),
          "resources/read",
          Duration.ZERO);

  private final Methods methods;
  private final TaskMethods tasks;
  private final ServerIdentity identity;

  @Inject
  ModernMethods(Methods methods, TaskMethods tasks, ServerIdentity identity) {
    this.methods = methods;
    this.tasks = tasks;
    this.identity = identity;
  }

  /** The outcome of a request. Blocks. */
  Reply handle(ModernRequest request, Asking asking) throws InterruptedException {
    if (REMOVED.contains(request.method())) {
      return Reply.refuse(RpcError.METHOD_NOT_FOUND, "Method not found");
    }
    if (request.method().equals(DISCOVER)) {
      return new Reply.Result(discover());
    }
    return tasks.has(request.method())
        ? tasks.handle(request, asking)
        : methods.handle(request.message(), asking);
  }

  private ObjectNode discover() {
    ObjectNode result = Json.object();
    result.set("supportedVersions", ModernRequest.supportedVersions());
    ObjectNode capabilities = methods.capabilities();
    capabilities.putObject("extensions").putObject(Tasks.EXTENSION);
    result.set("capabilities", capabilities);
    return result;
  }

  /** Adds what every result says here: of what type it is, who made it, and how long it holds. */
  Reply complete(ModernRequest request, Reply reply) {
    return switch (reply) {
      case Reply.Result(ObjectNode value) -> new Reply.Result(complete(request.method(), value));
      case Reply.Refusal(RpcError error) when error.code() == RpcError.RESOURCE_NOT_FOUND ->
          new Reply.Refusal(new RpcError(RpcError.INVALID_PARAMS, error.message(), error.data()));
      case Reply.Refusal _ -> reply;
    };
  }

  private ObjectNode complete(String method, ObjectNode result) {
    boolean whole = !result.has(RESULT_TYPE);
    if (whole) {
      result.put(RESULT_TYPE, "complete");
    }
    result.withObject("/_meta").set(ModernMeta.SERVER, identity.describe());
    Duration kept = KEPT.get(method);
    if (whole && kept != null) {
      // What is there depends on who asks, so that nobody may keep it for others.
      result.put("ttlMs", kept.toMillis()).put("cacheScope", "private");
    }
    return result;
  }
}
