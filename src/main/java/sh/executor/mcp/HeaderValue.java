package sh.executor.mcp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The value of a header that repeats a value of the body: as it is, or as {@code =?base64?…?=} of
 * its UTF-8 where it would be no plain header.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#value-encoding">MCP
 *     2026-07-28, Value Encoding</a>
 */
final class HeaderValue {

  private static final String PREFIX = "=?base64?";
  private static final String SUFFIX = "?=";
  private static final int GROUP = 4;

  private HeaderValue() {}

  /** What {@code header} stands for; empty when it is no value at all. */
  static Optional<String> decode(String header) {
    String value = header.strip();
    if (!value.chars().allMatch(HeaderValue::isPlain)) {
      return Optional.empty();
    }
    boolean encoded =
        value.startsWith(PREFIX)
            && value.endsWith(SUFFIX)
            && value.length() >= PREFIX.length() + SUFFIX.length();
    return encoded
        ? decodeBase64(value.substring(PREFIX.length(), value.length() - SUFFIX.length()))
        : Optional.of(value);
  }

  /** Visible ASCII, space and tab (RFC 9110 §5.5). */
  private static boolean isPlain(int character) {
    return (character >= ' ' && character <= '~') || character == '\t';
  }

  /** With its padding, and UTF-8 inside. */
  private static Optional<String> decodeBase64(String text) {
    if (text.length() % GROUP != 0) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
