package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import sh.executor.kernel.Caller;
import sh.executor.session.EventStore;
import sh.executor.session.LiveSession;

/**
 * What a GET opens: the standing stream of a session, or, by {@code Last-Event-ID}, one that was
 * cut.
 */
@Singleton
final class LegacyStream {

  private static final Answer NOT_ACCEPTABLE =
      Answer.error(
          406, RpcError.BAD_REQUEST, "Not Acceptable: Client must accept text/event-stream");
  private static final Answer NO_EVENT_ID =
      Answer.error(400, RpcError.BAD_REQUEST, "Bad Request: Last-Event-ID is no id of an event");

  private final McpConfig config;
  private final StreamRoom room;
  private final StandingStreams streams;
  private final EventStore store;
  private final ResumedStream resumed;
  private final CredentialWatch credentials;

  @Inject
  LegacyStream(
      McpConfig config,
      StreamRoom room,
      StandingStreams streams,
      EventStore store,
      ResumedStream resumed,
      CredentialWatch credentials) {
    this.config = config;
    this.room = room;
    this.streams = streams;
    this.store = store;
    this.resumed = resumed;
    this.credentials = credentials;
  }

  /** Opens the stream, which stands from then on without the thread of its request. */
  void open(Exchange exchange, Caller caller, LiveSession session, String sessionId) {
    Optional<Answer> refusal = LegacyVersion.refusal(exchange);
    if (refusal.isPresent()) {
      exchange.answer(refusal.get());
      return;
    }
    if (!MediaTypes.accepts(exchange.header("accept"), MediaTypes.EVENT_STREAM)) {
      exchange.answer(NOT_ACCEPTABLE);
      return;
    }
    String lastEventId = exchange.header("last-event-id");
    if (lastEventId == null) {
      KeptStream kept = new KeptStream(store, session, EventId.STANDING);
      stand(exchange, caller, session, sessionId, kept, kept.newest());
      return;
    }
    Optional<EventId> from = EventId.parse(lastEventId);
    if (from.isEmpty()) {
      exchange.answer(NO_EVENT_ID);
    } else if (from.get().stream() == EventId.STANDING) {
      KeptStream kept = new KeptStream(store, session, EventId.STANDING);
      long arrived = arrived(kept, from.get());
      kept.delivered(arrived);
      stand(exchange, caller, session, sessionId, kept, arrived);
    } else {
      resumed
          .open(exchange, session, sessionId, from.get())
          .ifPresent(sink -> credentials.watch(exchange, caller, sink));
    }
  }

  /** A number that no event has had says nothing of what has arrived. */
  private static long arrived(KeptStream kept, EventId last) {
    return last.seq() <= kept.newest() ? last.seq() : 0;
  }

  private void stand(
      Exchange exchange,
      Caller caller,
      LiveSession session,
      String sessionId,
      KeptStream kept,
      long sent) {
    Supplier<StandingStream> opening =
        () -> {
          EventSink sink = exchange.stream(Map.of("mcp-session-id", sessionId));
          boolean _ = sink.offer(Events.priming(kept.id(sent), config.retryAfter()));
          credentials.watch(exchange, caller, sink);
          return StandingStream.resumable(kept, sink, sent);
        };
    room.within(exchange, caller, leave -> streams.stand(caller, session, opening).onClose(leave));
  }
}
