package sh.executor.openapi;

import sh.executor.outbound.OutboundRequest;
import sh.executor.outbound.OutboundResult;

/** The way out, as this package needs it. */
@FunctionalInterface
interface Door {

  /** Sends one request and waits for what becomes of it. */
  OutboundResult send(OutboundRequest request);
}
