package sh.executor.outbound;

import java.util.Locale;
import java.util.Set;

/**
 * What nobody may say in a request of theirs: it belongs to the connection, or would hand a
 * credential back. {@link Outbound} refuses such a request; who lets people or descriptions name
 * methods and headers asks here before.
 */
public final class Reserved {

  /** Methods of the connection; and TRACE, which would read credentials back to the caller. */
  private static final Set<String> METHODS = Set.of("CONNECT", "TRACE", "TRACK");

  /** Headers of the connection or of its framing (RFC 9110 §7.2, §7.6.1, §8.6; RFC 9112 §6.1). */
  private static final Set<String> HEADERS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private Reserved() {}

  /** Whether a request of this method, in whatever case, is never sent. */
  public static boolean isMethod(String method) {
    return METHODS.contains(method.toUpperCase(Locale.ROOT));
  }

  /** Whether a request that sets this header, in whatever case, is never sent. */
  public static boolean isHeader(String name) {
    return HEADERS.contains(name.toLowerCase(Locale.ROOT));
  }
}
