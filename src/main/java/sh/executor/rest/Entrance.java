package sh.executor.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.auth.HostGuard;
import sh.executor.kernel.Problem;
import sh.executor.telemetry.Traces;

/**
 * Looks at requests below {@code /api} before anything is read or routed: whether they come from
 * where they may (the OpenAPI document and unknown routes included), whether their body has a
 * length we would read at all, and then that no more of it is taken in than somebody reads. Runs on
 * the event loop and does not block.
 */
@Singleton
final class Entrance {

  /** Before every other route; Quarkus' own limit on bodies would answer without a document. */
  private static final int ORDER = -1_000;

  /** Probes of an orchestrator name the address they reach, not a name of ours. */
  private static final String HEALTH = "/api/health";

  private static final String NUL = "%00";

  private final HostGuard guard;
  private final ObjectMapper json;

  @Inject
  Entrance(HostGuard guard, ObjectMapper json) {
    this.guard = guard;
    this.json = json;
  }

  void routes(@Observes Router router) {
    router.route("/api/*").order(ORDER).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    context.response().putHeader("x-content-type-options", "nosniff");
    Optional<Problem> refusal = refusal(context.request());
    if (refusal.isPresent()) {
      refuse(context, refusal.get());
      return;
    }
    if (announcesBody(context.request())) {
      context.addHeadersEndHandler(head -> announceEnd(context));
      context.addEndHandler(answered -> endIfAnnounced(context));
    }
    context.next();
  }

  /** What nobody has read of a body by the time of the answer is not taken in to be dropped. */
  private static void announceEnd(RoutingContext context) {
    if (!wasRead(context.request())) {
      context.response().putHeader("connection", "close");
    }
  }

  /** A request that is read bit by bit is paused at its end, and does not count as ended. */
  private static boolean wasRead(HttpServerRequest request) {
    String length = request.getHeader("content-length");
    return request.isEnded()
        || (length != null && Long.toString(request.bytesRead()).equals(length));
  }

  private static void endIfAnnounced(RoutingContext context) {
    if ("close".equals(context.response().headers().get("connection"))) {
      context.request().connection().close();
    }
  }

  private void refuse(RoutingContext context, Problem problem) {
    context
        .response()
        .setStatusCode(problem.type().status())
        .putHeader("content-type", ProblemViews.MEDIA_TYPE)
        .putHeader("cache-control", "no-store")
        .putHeader("connection", "close")
        .end(document(problem))
        // What is left of the body is not read, so the connection can not be used again.
        .onComplete(ended -> context.request().connection().close());
  }

  private Optional<Problem> refusal(HttpServerRequest request) {
    if (HEALTH.equals(request.path())) {
      return Optional.empty();
    }
    return guard
        .refusal(request.getHeader("host"), request.getHeader("origin"))
        .map(why -> Problem.of(Problem.Type.FORBIDDEN, "OriginForbidden", why))
        .or(() -> tooLarge(request.getHeader("content-length")))
        .or(() -> unkeepable(request.uri()));
  }

  private static boolean announcesBody(HttpServerRequest request) {
    return request.getHeader("transfer-encoding") != null
        || !Objects.requireNonNullElse(request.getHeader("content-length"), "0").equals("0");
  }

  /** No name we keep has a U+0000 in it, and PostgreSQL would not even look for one. */
  private static Optional<Problem> unkeepable(@Nullable String uri) {
    return uri == null || !uri.contains(NUL)
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                Problem.Type.INVALID_INPUT, "BadRequest", "The URL has a %00, U+0000, in it."));
  }

  private static Optional<Problem> tooLarge(@Nullable String contentLength) {
    if (contentLength == null || digitsFitLimit(contentLength)) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            Problem.Type.TOO_LARGE,
            "RequestTooLarge",
            "No body may be larger than %,d bytes.".formatted(BodyLimits.DESCRIPTION_BYTES_MAX),
            Map.of("bytesMax", BodyLimits.DESCRIPTION_BYTES_MAX)));
  }

  private static boolean digitsFitLimit(String contentLength) {
    try {
      return Long.parseLong(contentLength) <= BodyLimits.DESCRIPTION_BYTES_MAX;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private String document(Problem problem) {
    try {
      return json.writeValueAsString(ProblemViews.view(problem, Traces.id()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("write a problem document", e);
    }
  }
}
