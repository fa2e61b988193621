package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import sh.executor.execution.Resource;

/**
 * One request from where it is known who asks. The only place that decides which era a request
 * belongs to; so far every one is of the era with sessions.
 */
@Singleton
final class McpEndpoint {

  private static final Logger LOG = Logger.getLogger(McpEndpoint.class);
  private static final Answer CRASHED =
      Answer.error(500, RpcError.INTERNAL, "Internal server error");

  private final Gate gate;
  private final LegacyEndpoint legacy;

  @Inject
  McpEndpoint(Gate gate, LegacyEndpoint legacy) {
    this.gate = gate;
    this.legacy = legacy;
  }

  /** Answers one request, whatever happens. Blocks. */
  void handle(Exchange exchange, Resource resource) {
    try {
      switch (gate.admit(exchange)) {
        case Gate.Admission.Admitted(var caller) -> legacy.handle(exchange, caller, resource);
        case Gate.Admission.Refused(Answer answer) -> exchange.answer(answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.answer(CRASHED);
    } catch (RuntimeException e) {
      LOG.error("A request failed unexpectedly", e);
      exchange.answer(CRASHED);
    }
  }
}
