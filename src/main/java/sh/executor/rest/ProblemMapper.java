package sh.executor.rest;

import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jboss.logging.Logger;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;
import sh.executor.telemetry.Traces;

/**
 * Answers for everything that goes wrong under {@code /api}, as a problem document (RFC 9457). A
 * {@link ProblemException} is shown as it is; what nobody expected is logged once, with its trace
 * id, and shown as nothing but that id.
 */
@Provider
@Singleton
final class ProblemMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  @Override
  public Response toResponse(Throwable thrown) {
    String traceId = Traces.id();
    return switch (thrown) {
      case ProblemException e -> answer(e.problem(), traceId);
      case WebApplicationException e when e.getResponse().getStatus() < 500 ->
          answer(RoutingProblems.of(e), traceId);
      default -> {
        LOG.errorf(thrown, "A request failed, traceId=%s", traceId);
        yield answer(internal(), traceId);
      }
    };
  }

  private static Response answer(Problem problem, String traceId) {
    return ProblemViews.answer(problem, traceId).build();
  }

  private static Problem internal() {
    return Problem.of(
        Problem.Type.INTERNAL,
        "InternalError",
        "Something went wrong on our side. Quote the trace id when you report it.");
  }
}
