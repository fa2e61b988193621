package sh.executor.mcp;

import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/**
 * Puts the endpoint on the router. What can be told from the request line and the headers alone is
 * answered on the event loop; the rest is handed to a virtual thread, a bounded number of them.
 */
@Singleton
final class McpRoutes {

  private static final List<String> METHODS = List.of("GET", "POST", "DELETE");
  private static final Answer BUSY =
      Answer.error(503, RpcError.BAD_REQUEST, "The server is busy - please retry")
          .with("retry-after", "2");

  private final McpEndpoint endpoint;
  private final McpConfig config;
  private final FirstLook firstLook;
  private final ExecutorService threads;
  private final Semaphore room;

  @Inject
  McpRoutes(
      McpEndpoint endpoint,
      McpConfig config,
      FirstLook firstLook,
      @VirtualThreads ExecutorService threads) {
    this.endpoint = endpoint;
    this.config = config;
    this.firstLook = firstLook;
    this.threads = threads;
    this.room = new Semaphore(config.requestsMax());
  }

  void routes(@Observes Router router) {
    Place.route(router, "", this::accept);
  }

  private void accept(RoutingContext routing, Place place) {
    HttpExchange exchange = HttpExchange.of(routing, config);
    Optional<Answer> early = firstLook.at(routing.request(), METHODS);
    if (early.isPresent()) {
      exchange.answerNow(early.get());
      return;
    }
    if (!room.tryAcquire()) {
      exchange.answerNow(BUSY);
      return;
    }
    threads.execute(() -> work(exchange, place));
  }

  private void work(Exchange exchange, Place place) {
    try {
      endpoint.handle(exchange, place);
    } finally {
      room.release();
    }
  }
}
