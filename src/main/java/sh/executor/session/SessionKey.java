package sh.executor.session;

import java.util.HexFormat;

/**
 * The SHA-256 of a {@link SessionId}: names a session and opens none.
 *
 * @param hex 64 lower-case digits
 */
record SessionKey(String hex) {

  /** As it is stored: 32 bytes. */
  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }
}
