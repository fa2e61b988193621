package sh.executor.outbound;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import sh.executor.kernel.TenantId;
import sh.executor.outbound.OutboundRequest.Header;
import sh.executor.outbound.OutboundRequest.Limits;

/** Requests for tests: generous limits, nothing secret, unless said. */
final class Requests {

  static final TenantId TENANT = new TenantId(new UUID(1, 1));

  static final Limits GENEROUS =
      new Limits(Duration.ofSeconds(20), Duration.ofSeconds(20), 1_000_000);

  private static final byte[] NOTHING = {};

  private Requests() {}

  static OutboundRequest get(URI uri) {
    return get(uri, GENEROUS);
  }

  static OutboundRequest get(URI uri, Limits limits) {
    return new OutboundRequest(TENANT, "GET", uri, List.of(), Set.of(), Set.of(), NOTHING, limits);
  }

  static OutboundRequest get(URI uri, Header... headers) {
    return new OutboundRequest(
        TENANT, "GET", uri, List.of(headers), Set.of(), Set.of(), NOTHING, GENEROUS);
  }

  static OutboundRequest send(String method, URI uri, String body, Header... headers) {
    return new OutboundRequest(
        TENANT,
        method,
        uri,
        List.of(headers),
        Set.of(),
        Set.of(),
        body.getBytes(StandardCharsets.UTF_8),
        GENEROUS);
  }
}
