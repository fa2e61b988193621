package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Progress as notifications ahead of an answer, for a request that brought a token for it. Its unit
 * is what there was to tell.
 */
final class StreamProgress implements Progress {

  private final JsonNode token;
  private final PostReply reply;
  private final AtomicLong done = new AtomicLong();

  private StreamProgress(JsonNode token, PostReply reply) {
    this.token = token;
    this.reply = reply;
  }

  /** Progress of {@code request}, or none when its client did not ask for it. */
  static Progress of(Message.Request request, PostReply reply) {
    JsonNode token = request.params().path("_meta").path("progressToken");
    return token.isTextual() || token.isIntegralNumber()
        ? new StreamProgress(token, reply)
        : Progress.NONE;
  }

  @Override
  public void report(String message) {
    ObjectNode notification = Json.object();
    notification.put("jsonrpc", "2.0").put("method", "notifications/progress");
    ObjectNode params = notification.putObject("params");
    params.set("progressToken", token);
    params.put("progress", done.incrementAndGet()).put("message", message);
    try {
      reply.send(notification);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
