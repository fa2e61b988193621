package sh.executor.openapi;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import sh.executor.catalog.model.Source;
import sh.executor.kernel.TenantId;
import sh.executor.openapi.document.Refusal;
import sh.executor.outbound.OutboundRequest;
import sh.executor.outbound.OutboundRequest.Header;
import sh.executor.outbound.OutboundResult;

/** Gets the bytes of a description: 60 seconds and 64 MiB at most. */
final class DescriptionSource {

  private static final int BYTES_MAX = 64 << 20;
  private static final OutboundRequest.Limits LIMITS =
      new OutboundRequest.Limits(Duration.ofSeconds(30), Duration.ofSeconds(30), BYTES_MAX);
  private static final List<Header> HEADERS =
      List.of(
          new Header("Accept", "application/json, application/yaml, text/yaml, */*;q=0.5"),
          new Header("User-Agent", "executor"));

  private final Door door;

  DescriptionSource(Door door) {
    this.door = door;
  }

  Description read(TenantId tenant, Source source) {
    return switch (source) {
      case Source.Text(String value) -> new Description(bytes(value), null);
      case Source.Url(URI url) -> fetch(tenant, url);
    };
  }

  private static byte[] bytes(String value) {
    if (value.length() > BYTES_MAX) {
      throw tooLarge();
    }
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private Description fetch(TenantId tenant, URI url) {
    if (!"https".equalsIgnoreCase(url.getScheme()) && !"http".equalsIgnoreCase(url.getScheme())) {
      throw Refusal.parse("The address of a description must begin with https:// or http://.");
    }
    OutboundRequest request =
        new OutboundRequest(tenant, "GET", url, HEADERS, Set.of(), Set.of(), null, LIMITS);
    return switch (door.send(request)) {
      case OutboundResult.Answered answered -> fetched(url, answered);
      case OutboundResult.Refused(String reason) ->
          throw Refusal.parse("Could not fetch " + shown(url) + ": " + reason);
      case OutboundResult.Failed(var cause, String reason) ->
          throw Refusal.parse(
              "Could not fetch " + shown(url) + " (" + words(cause) + "): " + reason);
    };
  }

  private static Description fetched(URI url, OutboundResult.Answered answered) {
    if (answered.status() != 200) {
      throw Refusal.parse(
          "Could not fetch " + shown(url) + ": it answered with status " + answered.status() + ".");
    }
    if (answered.truncated()) {
      throw tooLarge();
    }
    return new Description(answered.body(), answered.uri());
  }

  private static String words(OutboundResult.Cause cause) {
    return switch (cause) {
      case UNREACHABLE -> "unreachable";
      case BROKEN -> "the connection broke";
      case HEADERS_TIMEOUT, BODY_TIMEOUT -> "no answer within 60 seconds";
      case BUSY -> "too many requests to this host at once";
      case CANCELLED -> "cancelled";
    };
  }

  /** The address without what may be secret in it. */
  private static String shown(URI url) {
    return Refusal.shown(url.getScheme() + "://" + url.getAuthority() + url.getRawPath())
        .replaceFirst("//[^/@]*@", "//");
  }

  private static RuntimeException tooLarge() {
    return Refusal.parse("The description is larger than " + (BYTES_MAX >> 20) + " MiB.");
  }
}
