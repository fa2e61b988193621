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

  private static final String PATH = "/mcp";
  private static final String TOOLKIT_PATH = PATH + "/toolkits/:slug";
  private static final String ORGANIZATION = "/:organization";
  private static final List<String> PATTERNS =
      List.of(PATH, TOOLKIT_PATH, ORGANIZATION + PATH, ORGANIZATION + TOOLKIT_PATH);

  /**
   * Puts {@code handler} on every path of the endpoint, with {@code prefix} before it. A path whose
   * first segment no organisation can be named by is left to others.
   */
  static void route(Router router, String prefix, BiConsumer<RoutingContext, Place> handler) {
    for (String pattern : PATTERNS) {
      router
          .route(prefix + pattern)
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
    return pattern.endsWith(TOOLKIT_PATH)
        ? new Resource.Toolkit(Objects.requireNonNullElse(routing.pathParam("slug"), ""))
        : Resource.DEFAULT;
  }
}
