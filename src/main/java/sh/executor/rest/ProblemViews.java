package sh.executor.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import sh.executor.api.ProblemView;
import sh.executor.kernel.Problem;

/** Renders a {@link Problem} as a problem document. */
final class ProblemViews {

  /** RFC 9457 §3. */
  static final String MEDIA_TYPE = "application/problem+json";

  /** The extension member that also becomes the header {@code Retry-After}. */
  static final String RETRY_AFTER = "retryAfterSeconds";

  private static final String TYPE_ROOT = "https://executor.sh/problems/";

  private ProblemViews() {}

  /** The document, under the trace it happened in. */
  static ProblemView view(Problem problem, String traceId) {
    Problem.Type type = problem.type();
    return new ProblemView(
        TYPE_ROOT + type.slug(),
        type.title(),
        type.status(),
        problem.detail(),
        problem.tag(),
        traceId,
        problem.extensions());
  }

  /** The whole answer, to which headers may be added. */
  static Response.ResponseBuilder answer(Problem problem, String traceId) {
    Response.ResponseBuilder response =
        Response.status(problem.type().status()).type(MEDIA_TYPE).entity(view(problem, traceId));
    if (problem.extensions().get(RETRY_AFTER) instanceof Number seconds) {
      response.header(HttpHeaders.RETRY_AFTER, seconds);
    }
    return response;
  }
}
