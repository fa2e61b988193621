package sh.executor.outbound;

import java.util.Optional;
import sh.executor.outbound.OutboundRequest.Header;

/** Which requests may be written to the wire, whoever they go to. */
final class RequestRules {

  /** Bytes of the header, in either direction. */
  static final int HEADER_BYTES_MAX = 64 * 1024;

  /** RFC 9110 §5.6.2: what a token has beside letters and digits. */
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private RequestRules() {}

  /** Why it may not go out, in a sentence that is safe to show; empty when it may. */
  static Optional<String> refusal(OutboundRequest request, int bodyBytesMax) {
    if (!isToken(request.method())) {
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
      if (!isToken(header.name())) {
        return Optional.of("A request header has a name that is not valid.");
      }
      if (Reserved.isHeader(header.name())) {
        return Optional.of("The header " + header.name() + " can not be set.");
      }
      if (!isValue(header.value())) {
        return Optional.of("The header " + header.name() + " has characters that are not allowed.");
      }
      bytes += header.name().length() + header.value().length() + 4;
    }
    return bytes > HEADER_BYTES_MAX
        ? Optional.of("The request's header is larger than " + HEADER_BYTES_MAX + " bytes.")
        : Optional.empty();
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
      if (!alphanumeric && TOKEN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** RFC 9110 §5.5 without its obsolete folding: Latin-1 without controls, tab aside. */
  private static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == '\u007f' || c > '\u00ff') {
        return false;
      }
    }
    return true;
  }
}
