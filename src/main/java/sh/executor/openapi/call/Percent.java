package sh.executor.openapi.call;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding of RFC 3986 §2.1, over UTF-8. */
enum Percent {
  /** Everything but unreserved characters is encoded. */
  STRICT(""),
  /** Reserved characters stay, but for those that would end a path segment's path. */
  PATH_RESERVED("/:@!$&'()*+,;="),
  /** Reserved characters stay, but for those that would end a value or the query. */
  QUERY_RESERVED("/:@!$'()*,;?="),
  /** The literal parts of a path template. */
  PATH_LITERAL("/:@!$&'()*+,;=%"),
  /** The literal part of a query that a path template has. */
  QUERY_LITERAL("/:@!$&'()*+,;=?%"),
  /** What RFC 6265 lets a cookie's value have. */
  COOKIE("!#$&'()*+/:<=>?@[]^`{|}");

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final String kept;

  Percent(String more) {
    kept = more;
  }

  /** {@code text} with every other character encoded. */
  String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(octet) || (octet >= 0 && kept.indexOf(octet) >= 0)) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || octet == '-'
        || octet == '.'
        || octet == '_'
        || octet == '~';
  }
}
