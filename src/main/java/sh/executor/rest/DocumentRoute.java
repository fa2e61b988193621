package sh.executor.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * {@code GET /api/openapi.json}: the routes there are, to anyone whom {@link Entrance} lets by. A
 * file, which a test holds to the routes, because to describe them anew took a sixth of each start;
 * read once, so that the event loop never waits for it.
 */
@Singleton
final class DocumentRoute {

  private static final String PATH = "/api/openapi.json";
  private static final String RESOURCE = "openapi.json";

  private final Buffer document;

  @Inject
  DocumentRoute() {
    this.document = read();
  }

  void routes(@Observes Router router) {
    router.route(PATH).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::answer);
  }

  private void answer(RoutingContext context) {
    context
        .response()
        .putHeader("content-type", "application/json;charset=UTF-8")
        // An answer to HEAD would go without.
        .putHeader("content-length", String.valueOf(document.length()))
        .end(document);
  }

  private static Buffer read() {
    try (InputStream in = DocumentRoute.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("find the resource " + RESOURCE);
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("read the resource " + RESOURCE, e);
    }
  }
}
