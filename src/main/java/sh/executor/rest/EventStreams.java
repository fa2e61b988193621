package sh.executor.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jboss.resteasy.reactive.RestResponse;
import sh.executor.auth.Authentication;
import sh.executor.auth.Authenticator;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/**
 * Answers that go on: server-sent events, a bounded number of streams for all and for each member.
 * Each stream has the virtual thread of its request, which writes, and waits while the reader is
 * slow.
 */
@Singleton
final class EventStreams {

  private final RestConfig config;
  private final Authenticator authenticator;
  private final EventStream.Parts parts;
  private final Semaphore room;
  private final Map<AccountId, Integer> perMember = new ConcurrentHashMap<>();
  private final AtomicBoolean closing = new AtomicBoolean();

  @Inject
  EventStreams(
      RestConfig config,
      Authenticator authenticator,
      Vertx vertx,
      ObjectMapper json,
      LongSupplier nanoTime) {
    this.config = config;
    this.authenticator = authenticator;
    this.parts = new EventStream.Parts(config, vertx, json, nanoTime, closing::get);
    this.room = new Semaphore(config.streamsMax());
  }

  /** Streams end before the service waits for the requests it has. */
  void close(@Observes ShutdownDelayInitiatedEvent event) {
    closing.set(true);
  }

  /** Likewise, where nothing is waited for. */
  void stop(@Observes ShutdownEvent event) {
    closing.set(true);
  }

  /** What a stream tells, until it returns or the stream is over. */
  @FunctionalInterface
  interface Source {
    /** Sends events; {@link EventStream#isOver} says when to stop. */
    void tell(EventStream stream) throws IOException, InterruptedException;
  }

  /** The answer that is a stream. */
  RestResponse<StreamingOutput> open(Caller caller, HttpServerRequest request, Source source) {
    if (room.availablePermits() == 0
        || perMember.getOrDefault(caller.account(), 0) >= config.streamsPerMemberMax()) {
      throw tooMany();
    }
    StreamingOutput output =
        out -> {
          // Of several that come at once some may be one too many: they end as soon as they began.
          if (!enter(caller.account())) {
            return;
          }
          try {
            source.tell(new EventStream(out, request, parts, () -> isStillLetIn(caller, request)));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            leave(caller.account());
          }
        };
    return RestResponse.ResponseBuilder.ok(output, MediaType.SERVER_SENT_EVENTS)
        .header("X-Accel-Buffering", "no")
        .build();
  }

  /** By the credential the stream was opened with. Nobody is barred because we can't find out. */
  private boolean isStillLetIn(Caller caller, HttpServerRequest request) {
    return switch (authenticator.authenticate(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      case Authentication.Authenticated(Caller now) -> now.equals(caller);
      case Authentication.Unavailable _ -> true;
      case Authentication.Missing _, Authentication.Invalid _, Authentication.Forbidden _ -> false;
    };
  }

  private boolean enter(AccountId member) {
    if (!room.tryAcquire()) {
      return false;
    }
    if (perMember.merge(member, 1, Integer::sum) <= config.streamsPerMemberMax()) {
      return true;
    }
    leave(member);
    return false;
  }

  private void leave(AccountId member) {
    perMember.computeIfPresent(member, (same, count) -> count == 1 ? null : count - 1);
    room.release();
  }

  private ProblemException tooMany() {
    return new Problem(
            Problem.Type.TOO_MANY,
            "StreamLimitError",
            "As many streams are open as there may be; %d of them may be yours. Close one."
                .formatted(config.streamsPerMemberMax()),
            Map.of(ProblemViews.RETRY_AFTER, 30))
        .exception();
  }
}
