package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import sh.executor.session.LiveSession;

/**
 * The one stream of a session of HTTP+SSE, as the way to its client. What is said is sent where the
 * stream is open, and not written down: its client can not come back for it. Where it is not, what
 * is said is written down for the node that has it, except news of the moment, such as progress.
 * Safe for use by many threads.
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
    return session.send(json) || (!Downstream.isNews(message) && keep(json));
  }

  /** Sends the answer. */
  void finish(JsonNode answer) throws InterruptedException {
    byte[] json = Json.bytes(answer);
    if (!session.send(json) && !keep(json)) {
      LOG.warn("An answer over HTTP+SSE is lost: nobody reads here, and it could not be kept");
    }
  }

  /** The stream may have been opened here meanwhile. */
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
      LOG.warn("Sending what is kept failed; it is tried again within half a minute", e);
    }
  }

  /** Never: the stream may be at another node. */
  @Override
  public CompletableFuture<Void> closed() {
    return new CompletableFuture<>();
  }
}
