package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Progress as notifications ahead of an answer, for a request that brought a token for it. */
final class StreamProgress implements Progress {

  private final JsonNode token;
  private final PostReply reply;

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
  public void report(long done, String message) {
    ObjectNode notification = Json.object();
    notification.put("jsonrpc", "2.0").put("method", "notifications/progress");
    ObjectNode params = notification.putObject("params");
    params.set("progressToken", token);
    params.put("progress", done).put("message", message);
    try {
      reply.send(notification);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
