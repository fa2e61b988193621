package sh.executor.rest;

import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jboss.logging.Logger;
import sh.executor.api.ProblemView;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/**
 * Answers for everything that goes wrong under {@code /api}, as a problem document (RFC 9457). A
 * {@link ProblemException} is shown as it is; what nobody expected is logged once, with its trace
 * id, and shown as nothing but that id.
 */
@Provider
@Singleton
final class ProblemMapper implements ExceptionMapper<Throwable> {

  static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
  private static final String TYPE_ROOT = "https://executor.sh/problems/";

  @Override
  public Response toResponse(Throwable thrown) {
    String traceId = TraceId.current();
    return switch (thrown) {
      case ProblemException e -> answer(e.problem(), traceId);
      case NotAllowedException e -> answer(routing(e), traceId, allowed(e));
      case WebApplicationException e when e.getResponse().getStatus() < 500 ->
          answer(routing(e), traceId);
      default -> {
        LOG.errorf(thrown, "Request failed, traceId=%s", traceId);
        yield answer(internal(), traceId);
      }
    };
  }

  /** What a caller did wrong before any resource was reached. */
  private static Problem routing(WebApplicationException e) {
    return switch (e) {
      case NotFoundException _ ->
          Problem.of(
              Problem.Type.NOT_FOUND,
              "RouteNotFound",
              "There is no such route; /api/openapi.json lists them all.");
      case NotAllowedException _ ->
          Problem.of(
              Problem.Type.METHOD_NOT_ALLOWED,
              "MethodNotAllowed",
              "This route does not support the method; the Allow header lists what it does.");
      case NotAcceptableException _ ->
          Problem.of(
              Problem.Type.NOT_ACCEPTABLE,
              "NotAcceptable",
              "This route answers with application/json only.");
      case NotSupportedException _ ->
          Problem.of(
              Problem.Type.UNSUPPORTED_MEDIA_TYPE,
              "UnsupportedMediaType",
              "Send the body as application/json.");
      default ->
          e.getResponse().getStatus() == 413
              ? Problem.of(
                  Problem.Type.TOO_LARGE, "RequestTooLarge", "The body is larger than any may be.")
              : Problem.of(
                  Problem.Type.INVALID_INPUT, "BadRequest", "The request can not be understood.");
    };
  }

  private static Problem internal() {
    return Problem.of(
        Problem.Type.INTERNAL,
        "InternalError",
        "Something went wrong on our side. Quote the trace id when you report it.");
  }

  private static Response answer(Problem problem, String traceId) {
    return answer(problem, traceId, "");
  }

  private static Response answer(Problem problem, String traceId, String allow) {
    Problem.Type type = problem.type();
    Response.ResponseBuilder response =
        Response.status(type.status())
            .type(MEDIA_TYPE)
            .entity(
                new ProblemView(
                    TYPE_ROOT + type.slug(),
                    type.title(),
                    type.status(),
                    problem.detail(),
                    problem.tag(),
                    traceId,
                    problem.extensions()));
    if (type == Problem.Type.UNAUTHENTICATED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    if (problem.extensions().get("retryAfterSeconds") instanceof Number seconds) {
      response.header(HttpHeaders.RETRY_AFTER, seconds);
    }
    if (!allow.isEmpty()) {
      response.header(HttpHeaders.ALLOW, allow);
    }
    return response.build();
  }

  private static String allowed(NotAllowedException e) {
    String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null ? "" : allow;
  }
}
