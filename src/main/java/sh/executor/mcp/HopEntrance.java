package sh.executor.mcp;

import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import sh.executor.kernel.Caller;
import sh.executor.node.HopChannel;
import sh.executor.node.HopHandler;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/**
 * Where requests come in that another node passes on, because their session is at home here. Who
 * asks was found out there; whose the session is, is looked at here, as for any request. What is
 * not begun here is said to be so: silence would leave the other node to guess.
 */
@Singleton
final class HopEntrance implements HopHandler {

  private static final Logger LOG = Logger.getLogger(HopEntrance.class);

  private final McpConfig config;
  private final PostReader posts;
  private final LegacyEndpoint legacy;
  private final SseEndpoint sse;
  private final Traces traces;
  private final ExecutorService threads;
  private final Semaphore doorstep;
  private final Room room;

  @Inject
  HopEntrance(
      McpConfig config,
      PostReader posts,
      LegacyEndpoint legacy,
      SseEndpoint sse,
      Traces traces,
      @VirtualThreads ExecutorService threads) {
    this.config = config;
    this.posts = posts;
    this.legacy = legacy;
    this.sse = sse;
    this.traces = traces;
    this.threads = threads;
    this.doorstep = new Semaphore(Room.doorstep(config.requestsMax()));
    this.room = new Room(config.requestsMax());
  }

  @Override
  public void accept(HopChannel channel) {
    if (!doorstep.tryAcquire()) {
      refuse(channel);
      return;
    }
    try {
      threads.execute(() -> work(channel));
    } catch (RejectedExecutionException e) {
      doorstep.release();
      refuse(channel);
    }
  }

  @Override
  public void refuse(HopChannel channel) {
    new HopWriter(channel, config.streamPendingBytesMax())
        .end(HopMessage.of(HopMessage.Kind.MOVED));
  }

  /** Whatever happens, the other node is not left to wait. */
  private void work(HopChannel channel) {
    boolean dealtWith = false;
    try {
      serve(channel);
      dealtWith = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(channel);
      dealtWith = true;
    } finally {
      if (!dealtWith) {
        channel.end();
      }
      doorstep.release();
    }
  }

  /** Interrupted only while nothing has begun. */
  private void serve(HopChannel channel) throws InterruptedException {
    Optional<HopHead> head =
        said(channel, HopMessage.Kind.HEAD).flatMap(first -> HopHead.read(first.bytes()));
    Optional<HopMessage> body =
        head.isEmpty() ? Optional.empty() : said(channel, HopMessage.Kind.BODY);
    if (head.isEmpty() || body.isEmpty()) {
      if (!channel.isLost()) {
        LOG.warn("Another node passed on what this build does not understand");
      }
      refuse(channel);
      return;
    }
    HopExchange exchange = new HopExchange(channel, head.get(), body.get().bytes(), config);
    try (Trace trace = traces.openBelow(SpanName.SESSION_VISIT, head.get().traceparent())) {
      serve(exchange, head.get(), trace);
    } finally {
      exchange.endUnanswered();
    }
  }

  private static Optional<HopMessage> said(HopChannel channel, HopMessage.Kind kind)
      throws InterruptedException {
    return HopMessage.next(channel).filter(message -> message.kind() == kind);
  }

  private void serve(HopExchange exchange, HopHead head, Trace trace) {
    try {
      enter(exchange, head);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.answer(Failure.interrupted(trace));
    } catch (RuntimeException e) {
      exchange.answer(Failure.of(e, trace));
    }
  }

  private void enter(HopExchange exchange, HopHead head) throws InterruptedException {
    Caller caller = head.caller();
    if (!exchange.method().equals("POST")) {
      let(
          exchange,
          caller,
          Errand.of(exchange),
          () -> legacy.visit(exchange, caller, head.resource()));
      return;
    }
    Optional<Inbound> inbound = exchange.isSse() ? posts.readJson(exchange) : posts.read(exchange);
    if (inbound.isEmpty()) {
      return;
    }
    let(
        exchange,
        caller,
        Errand.of(inbound.get()),
        () -> {
          if (exchange.isSse()) {
            sse.receive(exchange, caller, head.resource(), inbound.get());
          } else {
            legacy.post(exchange, caller, head.resource(), inbound.get());
          }
        });
  }

  private void let(Exchange exchange, Caller caller, Errand errand, Room.Work work)
      throws InterruptedException {
    room.let(exchange, caller.account(), errand, work);
  }
}
