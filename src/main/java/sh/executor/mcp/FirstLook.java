package sh.executor.mcp;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import sh.executor.auth.HostGuard;

/** What can be told from the request line and the headers alone, before anybody asks who asks. */
@Singleton
final class FirstLook {

  private final HostGuard hosts;

  @Inject
  FirstLook(HostGuard hosts) {
    this.hosts = hosts;
  }

  /**
   * The answer to a request that needs no further look: a preflight, a method that is none of
   * {@code methods}, a name that is none of ours. Empty for the others.
   */
  Optional<Answer> at(HttpServerRequest request, List<String> methods) {
    String method = request.method().name();
    if (method.equals("OPTIONS")) {
      return Optional.of(Cors.preflight());
    }
    if (!methods.contains(method)) {
      return Optional.of(
          Answer.error(405, RpcError.UNAUTHORIZED, "Method not allowed")
              .with("allow", String.join(", ", methods) + ", OPTIONS"));
    }
    String host = request.authority() == null ? null : request.authority().toString();
    return hosts
        .refusal(host, request.getHeader("origin"))
        .map(reason -> Answer.error(403, RpcError.BAD_REQUEST, "Forbidden: " + reason));
  }
}
