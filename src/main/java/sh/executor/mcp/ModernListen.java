package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import sh.executor.catalog.CatalogChanges;
import sh.executor.kernel.Caller;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Traces;

/**
 * {@code subscriptions/listen}: a stream of what changes, of the kinds its client asked for and no
 * other. It holds a socket and no thread, a bounded number of them, for each account, too. Nothing
 * is told to a credential that has stopped opening the door. It ends with a result when that is
 * noticed, when it grows old and when the node stops, for the client to open another elsewhere.
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
  private static final String TASKS = "taskIds";

  /** As many resources as one stream may watch; more are not honoured. */
  private static final int RESOURCES_MAX = 64;

  private static final RpcError NO_FILTER =
      new RpcError(RpcError.INVALID_PARAMS, "Invalid params: notifications must be an object");
  private static final RpcError BUSY =
      new RpcError(RpcError.INTERNAL, "Too many streams are open - please retry");

  private final McpConfig config;
  private final Timers timers;
  private final CatalogChanges changes;
  private final ResourceMethods resources;
  private final ServerIdentity identity;
  private final CredentialWatch credentials;
  private final ExecutorService threads;
  private final ListenRoom room;
  private final Set<Subscription> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  @Inject
  ModernListen(
      McpConfig config,
      Timers timers,
      CatalogChanges changes,
      ResourceMethods resources,
      ServerIdentity identity,
      CredentialWatch credentials,
      @VirtualThreads ExecutorService threads) {
    this.config = config;
    this.timers = timers;
    this.changes = changes;
    this.resources = resources;
    this.identity = identity;
    this.credentials = credentials;
    this.threads = threads;
    this.room = new ListenRoom(config.listensMax(), config.listensPerAccountMax());
  }

  /** Opens the stream, or says why not. Does not wait for its end. */
  void open(Exchange exchange, Caller caller, ModernRequest request) {
    JsonNode id = request.message().id();
    if (!(request.message().params().path("notifications") instanceof ObjectNode filter)) {
      refuse(exchange, 400, NO_FILTER, id);
      return;
    }
    if (filter.has(TASKS) && !request.takesTasks()) {
      refuse(exchange, 400, RpcError.missingExtension(Tasks.EXTENSION), id);
      return;
    }
    Optional<Runnable> place = closing ? Optional.empty() : room.enter(caller.account());
    if (place.isEmpty()) {
      refuse(exchange, 503, BUSY, id);
      return;
    }
    Subscription subscription = new Subscription(id, identity);
    subscription.onEnd(place.get());
    try {
      // The watches first: what changes once the client sees the stream open is told on it.
      ObjectNode honoured = watch(exchange, caller, filter, subscription);
      keep(exchange, caller, subscription);
      subscription.open(exchange.stream(Map.of()), honoured);
    } catch (RuntimeException e) {
      subscription.release();
      throw e;
    }
    if (closing) {
      subscription.end();
    }
    Traces.note(Attribute.OUTCOME, "result");
  }

  private static void refuse(Exchange exchange, int status, RpcError error, JsonNode id) {
    Traces.note(Attribute.OUTCOME, error.word());
    Answer answer = Answer.json(status, Json.bytes(error.answering(id)));
    exchange.answer(status == 503 ? answer.with("retry-after", "2") : answer);
  }

  /** Begins to watch what of {@code filter} can be; what that is. */
  private ObjectNode watch(
      Exchange exchange, Caller caller, ObjectNode filter, Subscription subscription) {
    ObjectNode honoured = Json.object();
    Consumer<Runnable> telling = whileLetIn(exchange, caller, subscription);
    if (filter.path(TOOLS).asBoolean()) {
      Runnable changed =
          subscription.telling("notifications/tools/list_changed", Json.object(), telling);
      subscription.onEnd(changes.watch(caller, changed));
      honoured.put(TOOLS, true);
    }
    int watched = 0;
    for (JsonNode each : filter.path(RESOURCES)) {
      String uri = each.asText();
      ObjectNode params = Json.object().put("uri", uri);
      Runnable updated = subscription.telling("notifications/resources/updated", params, telling);
      Optional<Runnable> callOff =
          watched < RESOURCES_MAX ? resources.watch(uri, caller, updated) : Optional.empty();
      if (callOff.isPresent()) {
        watched++;
        subscription.onEnd(callOff.get());
        honoured.withArray("/" + RESOURCES).add(uri);
      }
    }
    return honoured;
  }

  /**
   * Tells, on a thread of its own, who would still be let in; for others the stream ends. What
   * brings the news must not wait for that.
   */
  private Consumer<Runnable> whileLetIn(
      Exchange exchange, Caller caller, Subscription subscription) {
    return tell ->
        threads.execute(
            () -> {
              if (credentials.isLetIn(exchange, caller)) {
                tell.run();
              } else {
                subscription.end();
              }
            });
  }

  private void keep(Exchange exchange, Caller caller, Subscription subscription) {
    open.add(subscription);
    subscription.onEnd(() -> open.remove(subscription));
    subscription.onEnd(timers.after(config.streamAgeMax(), subscription::end));
    subscription.onEnd(credentials.watch(exchange, caller, subscription::end));
  }

  /** Ends all streams while there is time, so that their clients open others elsewhere. */
  void close(@Observes ShutdownDelayInitiatedEvent event) {
    endAll();
  }

  /** Likewise, where nothing is waited for. */
  void stop(@Observes ShutdownEvent event) {
    endAll();
  }

  private void endAll() {
    closing = true;
    open.forEach(Subscription::end);
  }
}
