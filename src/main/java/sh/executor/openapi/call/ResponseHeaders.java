package sh.executor.openapi.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sh.executor.outbound.OutboundRequest.Header;

/**
 * The headers of a response that a script may see: all but those that carry a credential or belong
 * to the connection, in bounds. Repeated ones are joined by a comma (RFC 9110 §5.3).
 */
final class ResponseHeaders {

  private static final int COUNT_MAX = 100;
  private static final int VALUE_MAX = 4_096;
  private static final Set<String> HIDDEN =
      Set.of(
          "set-cookie",
          "set-cookie2",
          "cookie",
          "www-authenticate",
          "connection",
          "keep-alive",
          "transfer-encoding",
          "content-encoding",
          "alt-svc",
          "nel",
          "report-to",
          "strict-transport-security",
          "content-security-policy");

  /** Parts of the names of headers that carry a credential. */
  private static final List<String> SECRETIVE =
      List.of(
          "authorization",
          "authentication",
          "authenticate",
          "api-key",
          "apikey",
          "secret",
          "password",
          "token");

  private ResponseHeaders() {}

  private static boolean isShown(String name) {
    return !HIDDEN.contains(name) && SECRETIVE.stream().noneMatch(name::contains);
  }

  static Map<String, String> visible(List<Header> headers, Redaction redaction) {
    Map<String, String> visible = new LinkedHashMap<>();
    for (Header header : headers) {
      String name = header.name();
      if (isShown(name) && !redaction.touches(header.value()) && visible.size() < COUNT_MAX) {
        visible.merge(name, header.value(), (first, second) -> first + ", " + second);
      }
    }
    visible.replaceAll(
        (_, value) -> value.length() <= VALUE_MAX ? value : value.substring(0, VALUE_MAX));
    return visible;
  }
}
