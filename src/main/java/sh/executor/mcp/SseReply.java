package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import sh.executor.session.LiveSession;

/**
 * The one stream of a session of HTTP+SSE, as the way to its client: what is said is written down,
 * and whoever has the stream is woken. Safe for use by many threads.
 */
final class SseReply implements Downstream {

  private final KeptStream kept;
  private final LiveSession session;

  SseReply(KeptStream kept, LiveSession session) {
    this.kept = kept;
    this.session = session;
  }

  @Override
  public boolean send(JsonNode message) {
    boolean stands = kept.append(Json.bytes(message)).isPresent();
    session.wake();
    return stands;
  }

  /** Never: the stream may be at another node. */
  @Override
  public CompletableFuture<Void> closed() {
    return new CompletableFuture<>();
  }
}
