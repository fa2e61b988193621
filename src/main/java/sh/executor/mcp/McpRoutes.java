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
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Puts the endpoint on the router. What can be told from the request line and the headers alone is
 * answered on the event loop; the rest is handed to a virtual thread, a bounded number of them.
 */
@Singleton
final class McpRoutes {

  private final McpEndpoint endpoint;
  private final McpConfig config;
  private final FirstLook firstLook;
  private final ExecutorService threads;
  private final Semaphore doorstep;

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
    this.doorstep = new Semaphore(Room.doorstep(config.requestsMax()));
  }

  void routes(@Observes Router router) {
    put(router, Place.MCP, "", List.of("GET", "POST", "DELETE"), endpoint::handle);
    put(router, Place.SSE, "", List.of("GET"), endpoint::openSse);
    put(router, Place.SSE, Place.MESSAGE, List.of("POST"), endpoint::receiveSse);
  }

  private void put(
      Router router,
      String path,
      String suffix,
      List<String> methods,
      BiConsumer<Exchange, Place> handler) {
    Place.route(
        router,
        "",
        path,
        suffix,
        (routing, place) -> accept(routing, methods, exchange -> handler.accept(exchange, place)));
  }

  private void accept(RoutingContext routing, List<String> methods, Consumer<Exchange> handler) {
    HttpExchange exchange = HttpExchange.of(routing, config);
    Optional<Answer> early = firstLook.at(routing.request(), methods);
    if (early.isPresent()) {
      exchange.answer(early.get());
      return;
    }
    if (!doorstep.tryAcquire()) {
      exchange.answer(Room.FULL);
      return;
    }
    threads.execute(() -> work(exchange, handler));
  }

  private void work(Exchange exchange, Consumer<Exchange> handler) {
    try {
      handler.accept(exchange);
    } finally {
      doorstep.release();
    }
  }
}
