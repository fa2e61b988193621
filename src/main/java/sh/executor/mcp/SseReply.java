package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import sh.executor.session.LiveSession;

/**
 * The one stream of a session of HTTP+SSE, as the way to its client: what is said is written down,
 * and whoever has the stream is woken. News of the moment, such as progress, are not written down:
 * they are heard where the stream is at this node. Safe for use by many threads.
 */
final class SseReply implements Downstream {

  private static final Logger LOG = Logger.getLogger(SseReply.class);

  private final KeptStream kept;
  private final LiveSession session;

  SseReply(KeptStream kept, LiveSession session) {
    this.kept = kept;
    this.session = session;
  }

  @Override
  public boolean send(JsonNode message) throws InterruptedException {
    byte[] json = Json.bytes(message);
    return Downstream.isNews(message) ? session.send(json) : keep(json);
  }

  /** Sends the answer. One that can not be kept is sent all the same, if the stream is here. */
  void finish(JsonNode answer) throws InterruptedException {
    byte[] json = Json.bytes(answer);
    if (!keep(json) && !session.send(json)) {
      LOG.warn("An answer over HTTP+SSE is lost: it could not be kept, and nobody reads here");
    }
  }

  private boolean keep(byte[] json) {
    boolean isKept = kept.keep(json).isPresent();
    if (isKept) {
      wake();
    }
    return isKept;
  }

  private void wake() {
    try {
      session.wake();
    } catch (RuntimeException e) {
      LOG.warn("Sending what is kept failed; it is tried again in a second", e);
    }
  }

  /** Never: the stream may be at another node. */
  @Override
  public CompletableFuture<Void> closed() {
    return new CompletableFuture<>();
  }
}
