package sh.executor.mcp;

import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import sh.executor.auth.HostGuard;
import sh.executor.execution.Resource;

/**
 * Puts the endpoint on the router. What can be told from the request line and the headers alone is
 * answered on the event loop; the rest is handed to a virtual thread, a bounded number of them.
 */
@Singleton
final class McpRoutes {

  /** Before every other route; Quarkus' own limit on bodies would answer without a word. */
  private static final int ORDER = -1_000;

  private static final String PATH = "/mcp";
  private static final String TOOLKIT_PATH = PATH + "/toolkits/:slug";
  private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE");
  private static final Answer METHOD_NOT_ALLOWED =
      Answer.error(405, RpcError.UNAUTHORIZED, "Method not allowed")
          .with("allow", "GET, POST, DELETE, OPTIONS");
  private static final Answer BUSY =
      Answer.error(503, RpcError.BAD_REQUEST, "The server is busy - please retry")
          .with("retry-after", "2");

  private final McpEndpoint endpoint;
  private final McpConfig config;
  private final HostGuard hosts;
  private final ExecutorService threads;
  private final Semaphore room;

  @Inject
  McpRoutes(
      McpEndpoint endpoint,
      McpConfig config,
      HostGuard hosts,
      @VirtualThreads ExecutorService threads) {
    this.endpoint = endpoint;
    this.config = config;
    this.hosts = hosts;
    this.threads = threads;
    this.room = new Semaphore(config.requestsMax());
  }

  void routes(@Observes Router router) {
    router.route(PATH).order(ORDER).handler(routing -> accept(routing, Resource.DEFAULT));
    router.route(TOOLKIT_PATH).order(ORDER).handler(routing -> accept(routing, toolkit(routing)));
  }

  private static Resource toolkit(RoutingContext routing) {
    return new Resource.Toolkit(Objects.requireNonNullElse(routing.pathParam("slug"), ""));
  }

  private void accept(RoutingContext routing, Resource resource) {
    HttpExchange exchange = HttpExchange.of(routing, config);
    Optional<Answer> early = early(exchange, routing.request());
    if (early.isPresent()) {
      exchange.answerNow(early.get());
      return;
    }
    if (!room.tryAcquire()) {
      exchange.answerNow(BUSY);
      return;
    }
    threads.execute(() -> work(exchange, resource));
  }

  private void work(Exchange exchange, Resource resource) {
    try {
      endpoint.handle(exchange, resource);
    } finally {
      room.release();
    }
  }

  private Optional<Answer> early(Exchange exchange, HttpServerRequest request) {
    if (exchange.method().equals("OPTIONS")) {
      return Optional.of(Cors.preflight());
    }
    if (!METHODS.contains(exchange.method())) {
      return Optional.of(METHOD_NOT_ALLOWED);
    }
    String host = request.authority() == null ? null : request.authority().toString();
    return hosts
        .refusal(host, request.getHeader("origin"))
        .map(reason -> Answer.error(403, RpcError.BAD_REQUEST, "Forbidden: " + reason));
  }
}
