package sh.executor.mcp;

import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import sh.executor.node.HopChannel;
import sh.executor.node.HopHandler;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/**
 * Where requests come in that another node passes on, because their session is at home here. Who
 * asks was found out there; whose the session is, is looked at here, as for any request.
 */
@Singleton
final class HopEntrance implements HopHandler {

  private static final Logger LOG = Logger.getLogger(HopEntrance.class);
  private static final Answer CRASHED =
      Answer.error(500, RpcError.INTERNAL, "Internal server error");

  private final McpConfig config;
  private final PostReader posts;
  private final LegacyEndpoint legacy;
  private final SseEndpoint sse;
  private final Traces traces;
  private final ExecutorService threads;
  private final Semaphore room;

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
    this.room = new Semaphore(config.requestsMax());
  }

  @Override
  public void accept(HopChannel channel) {
    if (!room.tryAcquire()) {
      channel.end();
      return;
    }
    threads.execute(
        () -> {
          try {
            serve(channel);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            channel.end();
          } finally {
            room.release();
          }
        });
  }

  private void serve(HopChannel channel) throws InterruptedException {
    Optional<HopHead> head =
        said(channel, HopMessage.Kind.HEAD).flatMap(first -> HopHead.read(first.bytes()));
    Optional<HopMessage> body =
        head.isEmpty() ? Optional.empty() : said(channel, HopMessage.Kind.BODY);
    if (head.isEmpty() || body.isEmpty()) {
      if (!channel.isLost()) {
        LOG.warn("Another node passed on what this build does not understand");
      }
      channel.end();
      return;
    }
    HopExchange exchange = new HopExchange(channel, head.get(), body.get().bytes(), config);
    try (Trace trace = traces.openBelow(SpanName.SESSION_VISIT, head.get().traceparent())) {
      serve(exchange, head.get(), trace);
    }
  }

  private static Optional<HopMessage> said(HopChannel channel, HopMessage.Kind kind)
      throws InterruptedException {
    return HopMessage.next(channel).filter(message -> message.kind() == kind);
  }

  private void serve(HopExchange exchange, HopHead head, Trace trace) throws InterruptedException {
    try {
      if (exchange.isSse()) {
        sse.receive(exchange, head.caller(), head.resource());
        return;
      }
      if (!exchange.method().equals("POST")) {
        legacy.visit(exchange, head.caller(), head.resource());
        return;
      }
      Optional<Inbound> inbound = posts.read(exchange);
      if (inbound.isPresent()) {
        legacy.post(exchange, head.caller(), head.resource(), inbound.get());
      }
    } catch (RuntimeException e) {
      LOG.error("A request another node passed on failed unexpectedly", e);
      trace.failed("internal");
      exchange.answer(CRASHED);
    }
  }
}
