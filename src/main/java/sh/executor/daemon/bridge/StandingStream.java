package sh.executor.daemon.bridge;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The stream on which a server says what nobody asked for. It is opened again whenever it ends,
 * after the event that came last; while there is no server it waits for one, and has none started.
 */
final class StandingStream {

  private static final int PAUSE_MILLIS = 250;
  private static final int PAUSE_MILLIS_MAX = 8_000;

  /** An idle client must not have a sign-in that has ended tried again all day. */
  private static final int REFUSED_MILLIS = 60_000;

  private final Relay relay;
  private final Outbox outbox;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean closed;
  private volatile @Nullable HttpCall open;
  private @Nullable String last;
  private int generation;

  StandingStream(Relay relay, Outbox outbox) {
    this.relay = relay;
    this.outbox = outbox;
  }

  /** Opens it, once. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread.ofVirtual().name("standing-stream").start(this::run);
    }
  }

  private void run() {
    long pause = PAUSE_MILLIS;
    try {
      while (!closed) {
        Ended ended = follow();
        if (ended == Ended.FOR_GOOD) {
          return;
        }
        pause =
            switch (ended) {
              case AFTER_SOMETHING -> PAUSE_MILLIS;
              case UNSENDABLE -> REFUSED_MILLIS;
              default -> Math.min(2 * pause, PAUSE_MILLIS_MAX);
            };
        TimeUnit.MILLISECONDS.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private enum Ended {
    AFTER_SOMETHING,
    AT_ONCE,
    UNSENDABLE,
    FOR_GOOD
  }

  private Ended follow() {
    boolean something = false;
    try {
      Relay.Sent sent = relay.open(last(relay.session()));
      if (sent == null) {
        return Ended.AT_ONCE;
      }
      try (HttpCall call = sent.call()) {
        open = call;
        HttpAnswer answer = call.answer();
        if (answer.status() == 405 || answer.status() == 501) {
          // This server says nothing unasked.
          return Ended.FOR_GOOD;
        }
        if (answer.status() != 200 || !answer.is("text/event-stream")) {
          return Ended.AT_ONCE;
        }
        for (SseEvent event = SseEvent.next(answer.body());
            event != null && !closed;
            event = SseEvent.next(answer.body())) {
          something = true;
          last = event.id() == null ? last : event.id();
          if (event.data().length > 0) {
            outbox.pass(event.data());
          }
        }
      }
    } catch (IOException e) {
      // The server went away, or the stream was closed.
    } catch (Relay.UnsendableException | RuntimeException e) {
      // Requests are told why.
      return Ended.UNSENDABLE;
    }
    return something ? Ended.AFTER_SOMETHING : Ended.AT_ONCE;
  }

  /** Where to go on; nowhere in a session that is new. */
  private @Nullable String last(Session session) {
    if (session.generation() != generation) {
      generation = session.generation();
      last = null;
    }
    return last;
  }

  /** Ends it for good. */
  void close() {
    closed = true;
    HttpCall call = open;
    if (call != null) {
      call.close();
    }
  }
}
