package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What one client listens to: what it is told carries the id of its request. Built by one thread,
 * told things by many.
 */
final class Subscription {

  private final JsonNode id;
  private final ServerIdentity identity;
  private final List<Runnable> endings = new ArrayList<>();
  private final CompletableFuture<EventSink> opened = new CompletableFuture<>();

  /**
   * One that is not open yet.
   *
   * @param id of the request
   */
  Subscription(JsonNode id, ServerIdentity identity) {
    this.id = id;
    this.identity = identity;
  }

  /** What is to be done when it is over. */
  void onEnd(Runnable action) {
    endings.add(action);
  }

  /** Does what is to be done when it is over. */
  void release() {
    endings.forEach(Runnable::run);
  }

  /**
   * Opens it: what was to be told before is told now, after what was honoured.
   *
   * @param honoured of what the client asked for
   */
  void open(EventSink sink, ObjectNode honoured) {
    ObjectNode params = Json.object();
    params.set("notifications", honoured);
    boolean _ = sink.offer(event("notifications/subscriptions/acknowledged", params));
    opened.complete(sink);
    sink.onClose(this::release);
  }

  /**
   * What tells of a change.
   *
   * @param telling is handed what sends it, and says when that is done
   */
  Runnable telling(String method, ObjectNode params, Consumer<Runnable> telling) {
    byte[] event = event(method, params);
    return () -> telling.accept(() -> withSink(sink -> sink.offer(event)));
  }

  /** Ends it with a result, for the client to begin another. */
  void end() {
    ObjectNode result = tagged(Json.object()).put("resultType", "complete");
    result.withObject("/_meta").set(ModernMeta.SERVER, identity.describe());
    byte[] last = Events.message(Json.bytes(new Reply.Result(result).answering(id)));
    withSink(sink -> sink.end(last));
  }

  private void withSink(Consumer<EventSink> use) {
    CompletableFuture<Void> _ = opened.thenAccept(use);
  }

  private byte[] event(String method, ObjectNode params) {
    ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
    message.set("params", tagged(params));
    return Events.message(Json.bytes(message));
  }

  private ObjectNode tagged(ObjectNode params) {
    params.putObject("_meta").set(ModernMeta.SUBSCRIPTION, id);
    return params;
  }
}
