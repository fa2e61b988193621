package sh.executor.mcp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;
import sh.executor.session.Outlet;
import sh.executor.session.model.Event;

/**
 * An open standing stream. It holds a socket and no thread: whoever has something to say on it
 * writes that down first, and then has it sent, with all that was written before. Safe for use by
 * many threads.
 */
final class StandingStream implements Outlet {

  private final KeptStream kept;
  private final EventSink sink;

  /** Held while events are read and handed on, so that each goes once and in order. */
  private final ReentrantLock sending = new ReentrantLock();

  @GuardedBy("sending")
  private long sent;

  /**
   * @param sent the number of the newest event that needs not be sent
   */
  StandingStream(KeptStream kept, EventSink sink, long sent) {
    this.kept = kept;
    this.sink = sink;
    this.sent = sent;
  }

  /** Sends what is written down and was not sent here. Blocks for reading, not for the reader. */
  void catchUp() {
    sending.lock();
    try {
      for (Event event : kept.read().after(sent)) {
        if (!sink.offer(Events.message(kept.id(event.seq()), event.message()))) {
          return;
        }
        sent = event.seq();
      }
    } finally {
      sending.unlock();
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
  public void end(String reason) {
    sink.end(Events.comment(reason));
  }
}
