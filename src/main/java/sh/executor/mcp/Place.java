package sh.executor.mcp;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.Resource;
import sh.executor.tenant.Tenants;

/**
 * What a URL of the endpoint names: a resource, and perhaps the organisation whose. Naming one
 * opens nothing, the credential does.
 *
 * @param organization id or slug as it came; null for the organisation of the credential
 */
record Place(@Nullable String organization, Resource resource) {

  /** Before every other route; Quarkus' own limit on bodies would answer without a word. */
  private static final int ORDER = -1_000;

  /** Where Streamable HTTP is. */
  static final String MCP = "/mcp";

  /** Where the streams of HTTP+SSE are, and {@value #MESSAGE} behind each what is posted to it. */
  static final String SSE = "/sse";

  static final String MESSAGE = "/message";

  private static final String TOOLKIT = "/toolkits/:slug";
  private static final String ORGANIZATION = "/:organization";

  /**
   * Puts {@code handler} on every path of an endpoint, with {@code prefix} before it and {@code
   * suffix} behind. A path whose first segment no organisation can be named by is left to others.
   */
  static void route(
      Router router,
      String prefix,
      String endpoint,
      String suffix,
      BiConsumer<RoutingContext, Place> handler) {
    List<String> patterns =
        List.of(
            endpoint,
            endpoint + TOOLKIT,
            ORGANIZATION + endpoint,
            ORGANIZATION + endpoint + TOOLKIT);
    for (String pattern : patterns) {
      router
          .route(prefix + pattern + suffix)
          .order(ORDER)
          .handler(
              routing -> {
                String organization = routing.pathParam("organization");
                if (organization != null && !Tenants.mayName(organization)) {
                  routing.next();
                  return;
                }
                handler.accept(routing, new Place(organization, resource(pattern, routing)));
              });
    }
  }

  private static Resource resource(String pattern, RoutingContext routing) {
    return pattern.endsWith(TOOLKIT)
        ? new Resource.Toolkit(Objects.requireNonNullElse(routing.pathParam("slug"), ""))
        : Resource.DEFAULT;
  }

  /** The path whose metadata say where to sign in: messages belong to a stream. */
  static String resource(Exchange exchange) {
    String path = exchange.path();
    boolean message =
        exchange.method().equals("POST") && path.contains(SSE) && path.endsWith(MESSAGE);
    return message ? path.substring(0, path.length() - MESSAGE.length()) : path;
  }
}
