package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.jboss.logging.Logger;
import sh.executor.auth.AuthorizationServer;

/**
 * Tells clients where to sign in: for each path of the endpoint a document of its own that names
 * the configured issuer, and the issuer's document, relayed for clients that look for it here.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728">RFC 9728</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414">RFC 8414</a>
 */
@Singleton
final class DiscoveryRoutes {

  /** Stands before the path of a resource. */
  static final String RESOURCE = "/.well-known/oauth-protected-resource";

  private static final Logger LOG = Logger.getLogger(DiscoveryRoutes.class);
  private static final String SERVER = "/.well-known/oauth-authorization-server";
  private static final int ORDER = -1_000;
  private static final List<String> METHODS = List.of("GET");

  /** {@code offline_access}: who asks for what is named here would else get no refresh token. */
  private static final String[] SCOPES = {"openid", "profile", "email", "offline_access"};

  /** How many may wait for the issuer at once. */
  private static final int WAITING_MAX = 64;

  private static final Answer NO_ISSUER =
      problem(
          404,
          "not_found",
          "No token issuer is configured here: sign in with a key of this service.");
  private static final Answer UPSTREAM =
      problem(502, "upstream_error", "The token issuer's metadata can't be had now.");
  private static final Answer BUSY =
      problem(503, "temporarily_unavailable", "Too many wait for the token issuer.")
          .with("retry-after", "2");

  private final AuthorizationServer server;
  private final FirstLook firstLook;
  private final OwnUrl ownUrl;
  private final McpConfig config;
  private final ExecutorService threads;
  private final Semaphore room = new Semaphore(WAITING_MAX);

  @Inject
  DiscoveryRoutes(
      AuthorizationServer server,
      FirstLook firstLook,
      OwnUrl ownUrl,
      McpConfig config,
      @VirtualThreads ExecutorService threads) {
    this.server = server;
    this.firstLook = firstLook;
    this.ownUrl = ownUrl;
    this.config = config;
    this.threads = threads;
  }

  void routes(@Observes Router router) {
    for (String endpoint : List.of(Place.MCP, Place.SSE)) {
      Place.route(router, RESOURCE, endpoint, "", (routing, place) -> resource(routing));
    }
    router.route(SERVER).order(ORDER).handler(this::server);
  }

  private void resource(RoutingContext routing) {
    Exchange exchange = HttpExchange.of(routing, config);
    exchange.answer(
        early(routing)
            .orElseGet(
                () ->
                    server
                        .issuer()
                        .map(issuer -> Answer.json(200, Json.bytes(document(exchange, issuer))))
                        .orElse(NO_ISSUER)));
  }

  private ObjectNode document(Exchange exchange, String issuer) {
    String path = exchange.path().substring(RESOURCE.length());
    ObjectNode document = Json.object().put("resource", ownUrl.of(exchange, path));
    document.putArray("authorization_servers").add(issuer);
    document.putArray("bearer_methods_supported").add("header");
    for (String scope : SCOPES) {
      document.withArray("scopes_supported").add(scope);
    }
    return document;
  }

  private void server(RoutingContext routing) {
    Exchange exchange = HttpExchange.of(routing, config);
    Optional<Answer> early = early(routing);
    if (early.isPresent()) {
      exchange.answer(early.get());
    } else if (server.issuer().isEmpty()) {
      exchange.answer(NO_ISSUER);
    } else if (room.tryAcquire()) {
      threads.execute(() -> relay(exchange));
    } else {
      exchange.answer(BUSY);
    }
  }

  private void relay(Exchange exchange) {
    try {
      exchange.answer(
          server
              .metadata()
              .map(document -> Answer.json(200, Json.bytes(document)))
              .orElse(UPSTREAM));
    } catch (RuntimeException e) {
      LOG.error("Relaying the token issuer's metadata failed", e);
      exchange.answer(UPSTREAM);
    } finally {
      room.release();
    }
  }

  private Optional<Answer> early(RoutingContext routing) {
    return firstLook.at(routing.request(), METHODS);
  }

  private static Answer problem(int status, String error, String description) {
    return Answer.json(
        status,
        Json.bytes(Json.object().put("error", error).put("error_description", description)));
  }
}
