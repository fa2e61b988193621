package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import sh.executor.session.EventStore;
import sh.executor.session.LiveSession;
import sh.executor.session.model.Event;
import sh.executor.telemetry.Handover;

/**
 * Takes up the stream of a POST where its client lost it: sends what it missed, and as long as the
 * request is worked on, what comes. Ends with the answer, or when there can be none: a session's
 * requests are worked on where it is at home, and an answer from elsewhere is not kept.
 */
@Singleton
final class ResumedStream {

  private static final Logger LOG = Logger.getLogger(ResumedStream.class);
  private static final Answer UNKNOWN =
      Answer.error(
          400, RpcError.BAD_REQUEST, "Bad Request: Last-Event-ID names no event of this session");
  private static final Answer UNANSWERED =
      Answer.error(
          400,
          RpcError.BAD_REQUEST,
          "Bad Request: Last-Event-ID names a cancelled request, or one whose node was lost");

  private final McpConfig config;
  private final EventStore store;
  private final LongSupplier nanoTime;

  @Inject
  ResumedStream(McpConfig config, EventStore store, LongSupplier nanoTime) {
    this.config = config;
    this.store = store;
    this.nanoTime = nanoTime;
  }

  /**
   * Sends what follows an event. From the moment it stands the stream has a thread of its own, and
   * its place among the requests of the session.
   *
   * @return the stream; empty when there is none, and why was answered
   */
  Optional<EventSink> open(Exchange exchange, LiveSession session, String sessionId, EventId from) {
    KeptStream stream = new KeptStream(store, session, from.stream());
    Look first = look(session, stream, from.seq() - 1);
    if (first.kept().isUnknown()) {
      exchange.answer(UNKNOWN);
    } else if (first.kept().isAbandoned()) {
      exchange.answer(UNANSWERED);
    } else if (!session.enter()) {
      exchange.answer(SessionDoor.BUSY_SESSION);
    } else {
      EventSink sink = exchange.stream(Map.of("mcp-session-id", sessionId));
      CompletableFuture<Void> closed = new CompletableFuture<>();
      sink.onClose(() -> closed.complete(null));
      Reader reader = new Reader(session, stream, sink, closed);
      Thread.ofVirtual()
          .name("resumed-stream")
          .start(Handover.of(() -> follow(reader, first, from.seq())));
      return Optional.of(sink);
    }
    return Optional.empty();
  }

  /**
   * How a stream is.
   *
   * @param worked whether the answer was still worked on before {@code kept} was read, so that it
   *     comes, or is in {@code kept}
   */
  private record Look(boolean worked, KeptStream.Kept kept) {}

  private static Look look(LiveSession session, KeptStream stream, long after) {
    boolean worked = session.inFlight().isAnswering(stream.number());
    return new Look(worked, stream.read(after));
  }

  /** Who reads what, and whether that is over. */
  private record Reader(
      LiveSession session, KeptStream stream, EventSink sink, CompletableFuture<Void> closed) {

    /** Sends an event; false when nobody reads any more. */
    boolean send(Event event) throws InterruptedException {
      return sink.send(Events.message(stream.id(event.seq()), event.message()));
    }

    /** Waits until it is over; says whether it is. */
    boolean goes(Duration within) throws InterruptedException {
      try {
        closed.get(within.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return session.isOver();
      } catch (ExecutionException e) {
        throw new IllegalStateException("wait for a reader to go", e);
      }
    }
  }

  private void follow(Reader reader, Look first, long after) {
    String why = "reconnect";
    try {
      why = sendAll(reader, first, after);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("Following a stream failed; its client is told to come back", e);
    } finally {
      reader.sink().end(Events.comment(why));
      reader.session().leave();
    }
  }

  /** Sends until there is no more to come; says why it stopped. */
  private String sendAll(Reader reader, Look first, long after) throws InterruptedException {
    long until = nanoTime.getAsLong() + config.streamAgeMax().toNanos();
    Optional<Look> look = Optional.of(first);
    long sent = after;
    while (true) {
      if (look.isPresent()) {
        for (Event event : look.get().kept().after(sent)) {
          if (!reader.send(event)) {
            return "gone";
          }
          sent = event.seq();
        }
        Optional<String> end = end(reader, look.get());
        if (end.isPresent()) {
          return end.get();
        }
      }
      if (nanoTime.getAsLong() - until >= 0) {
        return "max-age rotation, reconnect";
      }
      if (reader.goes(config.followEvery())) {
        return "session ended";
      }
      look = again(reader, sent);
    }
  }

  /** Why no more comes, once that is so. */
  private static Optional<String> end(Reader reader, Look look) {
    if (look.kept().isAnswered() || look.kept().isAbandoned()) {
      return Optional.of("replay-complete");
    }
    if (look.worked()) {
      return Optional.empty();
    }
    reader.stream().end();
    return Optional.of("the node that worked on this was lost");
  }

  /** Another look; empty when it failed, so that there has to be yet another. */
  private static Optional<Look> again(Reader reader, long sent) {
    try {
      return Optional.of(look(reader.session(), reader.stream(), sent));
    } catch (RuntimeException e) {
      LOG.debug("Looking for more of a stream failed; it is tried again", e);
      return Optional.empty();
    }
  }
}
