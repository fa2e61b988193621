package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;
import sh.executor.database.DatabaseException;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/**
 * What is answered to a request that came to grief through no fault of its client's. The reason
 * stays in the log; the answer carries the id by which it is found there.
 */
final class Failure {

  private static final Logger LOG = Logger.getLogger(Failure.class);
  private static final Answer UNAVAILABLE =
      Answer.error(
              503,
              RpcError.BAD_REQUEST,
              "The server can not reach its database now - please retry. If the request was to"
                  + " change something, look what came of it first")
          .with("retry-after", "2");

  private Failure() {}

  /** Notes why the request of {@code trace} failed; what to answer. */
  static Answer of(RuntimeException failure, Trace trace) {
    if (failure instanceof DatabaseException e && e.kind() == DatabaseException.Kind.UNAVAILABLE) {
      LOG.warn("A request was told to come back: the database is away", failure);
      trace.failed("unavailable");
      return UNAVAILABLE;
    }
    String traceId = Traces.id();
    LOG.errorf(failure, "A request failed unexpectedly, traceId=%s", traceId);
    trace.failed("internal");
    return crashed(traceId);
  }

  /** What to answer to a request whose thread was told to stop. */
  static Answer interrupted(Trace trace) {
    trace.failed("interrupted");
    return crashed(Traces.id());
  }

  private static Answer crashed(String traceId) {
    ObjectNode data = Json.object().put("traceId", traceId);
    return Answer.error(500, new RpcError(RpcError.INTERNAL, "Internal server error", data));
  }
}
