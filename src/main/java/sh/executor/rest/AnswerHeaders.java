package sh.executor.rest;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import sh.executor.kernel.Problem;

/**
 * Headers of every answer: nothing is kept by caches, as all of it is someone's own; a 405 says
 * what is allowed, which RFC 9110 §15.5.6 asks for.
 */
@Provider
@Singleton
final class AnswerHeaders implements ContainerResponseFilter {

  private final Instance<RouteTable> routes;

  /**
   * @param routes looked up when the first request comes, since filters are made while the
   *     application is still being built up and has no configuration yet
   */
  @Inject
  AnswerHeaders(Instance<RouteTable> routes) {
    this.routes = routes;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
    if (response.getStatus() == Problem.Type.METHOD_NOT_ALLOWED.status()) {
      String path = request.getUriInfo().getPath();
      String relative = path.startsWith("/") ? path.substring(1) : path;
      response.getHeaders().putSingle(HttpHeaders.ALLOW, routes.get().allowed(relative));
    }
  }
}
