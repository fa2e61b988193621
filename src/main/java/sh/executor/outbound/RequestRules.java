package sh.executor.outbound;

import java.util.Optional;
import java.util.regex.Pattern;
import sh.executor.outbound.OutboundRequest.Header;

/** Which requests may be written to the wire, whoever they go to. */
final class RequestRules {

  /** Bytes of the header, in either direction. */
  static final int HEADER_BYTES_MAX = 64 * 1024;

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** RFC 9110 §5.5 without its obsolete folding: Latin-1 without controls, tab aside. */
  private static final Pattern VALUE = Pattern.compile("[\t\\x20-\\x7e\\x80-\\xff]*");

  private RequestRules() {}

  /** Why it may not go out, in a sentence that is safe to show; empty when it may. */
  static Optional<String> refusal(OutboundRequest request, int bodyBytesMax) {
    if (!TOKEN.matcher(request.method()).matches()) {
      return Optional.of("The request's method is not a valid one.");
    }
    if (Reserved.isMethod(request.method())) {
      return Optional.of("The method " + request.method() + " can not be called.");
    }
    byte[] body = request.body();
    if (body != null && body.length > bodyBytesMax) {
      return Optional.of("The request's body is larger than " + bodyBytesMax + " bytes.");
    }
    return headerRefusal(request);
  }

  private static Optional<String> headerRefusal(OutboundRequest request) {
    int bytes = request.uri().toASCIIString().length();
    for (Header header : request.headers()) {
      if (!TOKEN.matcher(header.name()).matches()) {
        return Optional.of("A request header has a name that is not valid.");
      }
      if (Reserved.isHeader(header.name())) {
        return Optional.of("The header " + header.name() + " can not be set.");
      }
      if (!VALUE.matcher(header.value()).matches()) {
        return Optional.of("The header " + header.name() + " has characters that are not allowed.");
      }
      bytes += header.name().length() + header.value().length() + 4;
    }
    return bytes > HEADER_BYTES_MAX
        ? Optional.of("The request's header is larger than " + HEADER_BYTES_MAX + " bytes.")
        : Optional.empty();
  }
}
