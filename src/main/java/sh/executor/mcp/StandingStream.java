package sh.executor.mcp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import sh.executor.session.Outlet;
import sh.executor.session.model.Event;

/**
 * An open standing stream. It holds a socket: whoever has something to say on it writes that down
 * first, and then has it sent, with all that was written before. Safe for use by many threads.
 *
 * <p>There are two sorts. To a <em>resumable</em> one its client can come back, at any node, and is
 * told what it missed. One of HTTP+SSE is all its client has: it stays when its session goes to
 * another node, what was sent over it is forgotten, and what is news of the moment is not written
 * down.
 */
final class StandingStream implements Outlet {

  private static final Logger LOG = Logger.getLogger(StandingStream.class);

  private final KeptStream kept;
  private final EventSink sink;
  private final boolean resumable;

  /** Held while events are read and handed on, so that each goes once and in order. */
  private final ReentrantLock sending = new ReentrantLock();

  @GuardedBy("sending")
  private long sent;

  private StandingStream(KeptStream kept, EventSink sink, boolean resumable, long sent) {
    this.kept = kept;
    this.sink = sink;
    this.resumable = resumable;
    this.sent = sent;
  }

  /**
   * One its client can come back to.
   *
   * @param sent the number of the newest event that needs not be sent
   */
  static StandingStream resumable(KeptStream kept, EventSink sink, long sent) {
    return new StandingStream(kept, sink, true, sent);
  }

  /** The one stream of a session of HTTP+SSE. */
  static StandingStream only(KeptStream kept, EventSink sink) {
    return new StandingStream(kept, sink, false, 0);
  }

  /** Sends what is written down and was not sent here. Blocks for reading, not for the reader. */
  void catchUp() {
    sending.lock();
    try {
      List<Event> events = kept.read(sent).after(sent);
      for (Event event : events) {
        if (!sink.offer(Events.message(kept.id(event.seq()), event.message()))) {
          return;
        }
        sent = event.seq();
      }
      if (!resumable && !events.isEmpty()) {
        kept.delivered(sent);
      }
    } finally {
      sending.unlock();
    }
  }

  /**
   * Says that something has happened. What can not be written down is said all the same: who reads
   * now hears it. Blocks, but not for the reader.
   */
  void tell(byte[] news) {
    try {
      if (!resumable) {
        boolean _ = sink.offer(Events.message(news));
      } else if (kept.append(news).isPresent()) {
        catchUp();
      } else {
        boolean _ = sink.offer(Events.message(news));
        end("moved to another node, reconnect");
      }
    } catch (RuntimeException e) {
      LOG.warn("Keeping what a client is told failed; it is told if it is there", e);
      boolean _ = sink.offer(Events.message(news));
    }
  }

  /** What to do, once, when the stream is at its end. The action must not block. */
  void onClose(Runnable action) {
    sink.onClose(action);
  }

  @Override
  public void wake() {
    catchUp();
  }

  @Override
  public boolean send(byte[] message) throws InterruptedException {
    return sink.send(Events.message(message));
  }

  @Override
  public boolean stays() {
    return !resumable;
  }

  @Override
  public void end(String reason) {
    sink.end(Events.comment(reason));
  }
}
