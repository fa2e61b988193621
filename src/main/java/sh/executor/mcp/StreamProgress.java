package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Progress as notifications ahead of an answer, for a request that brought a token for it. Its unit
 * is what there was to tell.
 */
final class StreamProgress implements Progress {

  private final JsonNode token;
  private final Downstream reply;
  private final ReentrantLock telling = new ReentrantLock();

  @GuardedBy("telling")
  private long told;

  private StreamProgress(JsonNode token, Downstream reply) {
    this.token = token;
    this.reply = reply;
  }

  /** Progress of {@code request}, or none when its client did not ask for it. */
  static Progress of(Message.Request request, Downstream reply) {
    JsonNode token = request.params().path("_meta").path("progressToken");
    return token.isTextual() || token.isIntegralNumber()
        ? new StreamProgress(token, reply)
        : Progress.NONE;
  }

  @Override
  public void report(String message) {
    try {
      // Numbers must grow on the wire, whoever reports.
      telling.lockInterruptibly();
      try {
        told++;
        reply.send(notification(told, message));
      } finally {
        telling.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode notification(long progress, String message) {
    ObjectNode notification = Json.object();
    notification.put("jsonrpc", "2.0").put("method", "notifications/progress");
    ObjectNode params = notification.putObject("params");
    params.set("progressToken", token);
    params.put("progress", progress).put("message", message);
    return notification;
  }
}
