package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import sh.executor.catalog.CatalogChanges;
import sh.executor.kernel.Caller;

/**
 * {@code subscriptions/listen}: a stream of what changes, of the kinds its client asked for and no
 * other. It holds a socket and no thread, a bounded number of them, and ends with a result when it
 * grows old or the node stops, for the client to open another elsewhere.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/subscriptions">MCP
 *     2026-07-28, Subscriptions</a>
 */
@Singleton
final class ModernListen {

  /** The method. */
  static final String METHOD = "subscriptions/listen";

  private static final String TOOLS = "toolsListChanged";
  private static final String RESOURCES = "resourceSubscriptions";

  /** As many resources as one stream may watch; more are not honoured. */
  private static final int RESOURCES_MAX = 64;

  private static final Answer BUSY =
      Answer.error(503, RpcError.BAD_REQUEST, "Too many streams are open - please retry")
          .with("retry-after", "2");

  private final McpConfig config;
  private final Timers timers;
  private final CatalogChanges changes;
  private final ResourceMethods resources;
  private final ServerIdentity identity;
  private final Set<Runnable> open = ConcurrentHashMap.newKeySet();

  @Inject
  ModernListen(
      McpConfig config,
      Timers timers,
      CatalogChanges changes,
      ResourceMethods resources,
      ServerIdentity identity) {
    this.config = config;
    this.timers = timers;
    this.changes = changes;
    this.resources = resources;
    this.identity = identity;
  }

  /** Opens the stream, or says why not. Does not wait for its end. */
  void open(Exchange exchange, Caller caller, ModernRequest request) {
    if (!(request.message().params().path("notifications") instanceof ObjectNode filter)) {
      RpcError error =
          new RpcError(RpcError.INVALID_PARAMS, "Invalid params: notifications must be an object");
      exchange.answer(Answer.json(400, Json.bytes(error.answering(request.message().id()))));
      return;
    }
    if (open.size() >= config.listensMax()) {
      exchange.answer(BUSY);
      return;
    }
    JsonNode id = request.message().id();
    ObjectNode honoured = Json.object();
    // The watches first: what changes once the client sees the stream open is told on it.
    CompletableFuture<EventSink> acknowledged = new CompletableFuture<>();
    List<Runnable> callOffs = watch(caller, filter, honoured, id, acknowledged);
    EventSink sink = exchange.stream(Map.of());
    ObjectNode params = tagged(id);
    params.set("notifications", honoured);
    boolean _ = sink.offer(notification("notifications/subscriptions/acknowledged", params));
    acknowledged.complete(sink);
    keep(sink, id, () -> callOffs.forEach(Runnable::run));
  }

  /** Begins to watch what of {@code filter} can be, and notes that down; what ends it. */
  private List<Runnable> watch(
      Caller caller,
      ObjectNode filter,
      ObjectNode honoured,
      JsonNode id,
      CompletableFuture<EventSink> acknowledged) {
    List<Runnable> callOffs = new ArrayList<>();
    if (filter.path(TOOLS).asBoolean()) {
      byte[] changed = notification("notifications/tools/list_changed", tagged(id));
      callOffs.add(changes.watch(caller, offer(changed, acknowledged)));
      honoured.put(TOOLS, true);
    }
    for (JsonNode uri : filter.path(RESOURCES)) {
      ObjectNode params = tagged(id).put("uri", uri.asText());
      byte[] updated = notification("notifications/resources/updated", params);
      if (callOffs.size() < RESOURCES_MAX) {
        resources
            .watch(uri.asText(), caller, offer(updated, acknowledged))
            .ifPresent(
                callOff -> {
                  callOffs.add(callOff);
                  honoured.withArray("/" + RESOURCES).add(uri.asText());
                });
      }
    }
    return callOffs;
  }

  private static Runnable offer(byte[] event, CompletableFuture<EventSink> acknowledged) {
    return () -> {
      CompletableFuture<Void> _ = acknowledged.thenAccept(sink -> sink.offer(event));
    };
  }

  private void keep(EventSink sink, JsonNode id, Runnable callOffWatch) {
    Runnable end = () -> sink.end(Events.message(Json.bytes(result(id))));
    Runnable callOffAge = timers.after(config.streamAgeMax(), end);
    open.add(end);
    sink.onClose(
        () -> {
          open.remove(end);
          callOffAge.run();
          callOffWatch.run();
        });
  }

  /** Ends all streams, so that their clients open others before the node is gone. */
  void stop(@Observes ShutdownEvent event) {
    open.forEach(Runnable::run);
  }

  private static ObjectNode tagged(JsonNode id) {
    ObjectNode params = Json.object();
    params.putObject("_meta").set(ModernMeta.SUBSCRIPTION, id);
    return params;
  }

  private static byte[] notification(String method, ObjectNode params) {
    ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
    message.set("params", params);
    return Events.message(Json.bytes(message));
  }

  private ObjectNode result(JsonNode id) {
    ObjectNode result = tagged(id).put("resultType", "complete");
    result.withObject("/_meta").set(ModernMeta.SERVER, identity.describe());
    return new Reply.Result(result).answering(id);
  }
}
