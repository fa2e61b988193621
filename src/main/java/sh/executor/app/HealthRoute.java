package sh.executor.app;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * {@code GET /api/health}: the word {@code ok} to anyone, as soon as requests are taken. What it
 * stands on is told at {@code /q/health}.
 */
@Singleton
final class HealthRoute {

  private static final int BEFORE_THE_REST_API = -1_000;

  void routes(@Observes Router router) {
    router
        .get("/api/health")
        .order(BEFORE_THE_REST_API)
        .handler(context -> context.response().putHeader("content-type", "text/plain").end("ok"));
  }
}
