package sh.executor.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.TenantId;

/**
 * A request to the outside.
 *
 * @param tenant on whose behalf; limits on concurrency are kept per organisation and host
 * @param uri absolute, {@code http} or {@code https}
 * @param method as it goes out, case included; {@code CONNECT} and {@code TRACE} are refused
 * @param headers in order, repeated names allowed; with {@code Host}, {@code Content-Length} or a
 *     header of the connection it is refused. {@code Accept-Encoding} is ours whatever is said
 *     here; {@code Accept} and {@code User-Agent} have defaults
 * @param credentialHeaders lower-case names of the headers that carry a credential: dropped, beside
 *     the usual ones, when a redirect leaves the origin
 * @param credentialQuery names of the query parameters that carry one, likewise dropped
 * @param body null for none
 */
public record OutboundRequest(
    TenantId tenant,
    String method,
    URI uri,
    List<Header> headers,
    Set<String> credentialHeaders,
    Set<String> credentialQuery,
    byte @Nullable [] body,
    Limits limits) {

  public OutboundRequest {
    headers = List.copyOf(headers);
    credentialHeaders = Set.copyOf(credentialHeaders);
    credentialQuery = Set.copyOf(credentialQuery);
  }

  /** One header line. */
  public record Header(String name, String value) {}

  /**
   * What the request may cost.
   *
   * @param headersWithin from the start of the request to the end of the response's header
   * @param bodyWithin from there to the end of the body
   * @param bodyBytesMax of the response, after decompression
   * @param lateBodyIsCut whether a body that has not ended in time is answered as far as it came,
   *     {@link OutboundResult.Answered#truncated}, as one that is too long is; else it is {@link
   *     OutboundResult.Cause#BODY_TIMEOUT}
   */
  public record Limits(
      Duration headersWithin, Duration bodyWithin, int bodyBytesMax, boolean lateBodyIsCut) {

    /** Limits under which a late body is a failure. */
    public Limits(Duration headersWithin, Duration bodyWithin, int bodyBytesMax) {
      this(headersWithin, bodyWithin, bodyBytesMax, false);
    }
  }
}
