package sh.executor.auth;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import sh.executor.kernel.TenantId;
import sh.executor.outbound.Outbound;
import sh.executor.outbound.OutboundRequest;
import sh.executor.outbound.OutboundResult;

/** Reads documents an issuer publishes: JSON of at most 1 MiB, within ten seconds. */
@Singleton
final class IssuerReads {

  private static final OutboundRequest.Limits LIMITS =
      new OutboundRequest.Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), 1_048_576);

  /** On nobody's behalf but the service's own. */
  private static final TenantId SERVICE = new TenantId(new UUID(0, 0));

  private final Outbound outbound;

  @Inject
  IssuerReads(Outbound outbound) {
    this.outbound = outbound;
  }

  /** The whole document; empty when it can't be had. Blocks. */
  Optional<byte[]> read(URI url) {
    OutboundRequest request =
        new OutboundRequest(
            SERVICE,
            "GET",
            url,
            List.of(new OutboundRequest.Header("Accept", "application/json")),
            Set.of(),
            Set.of(),
            null,
            LIMITS);
    return outbound.send(request) instanceof OutboundResult.Answered answer
            && answer.status() == 200
            && !answer.truncated()
        ? Optional.of(answer.body())
        : Optional.empty();
  }
}
