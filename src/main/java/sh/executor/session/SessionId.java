package sh.executor.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The id of a session as its client holds it: 64 lower-case hex digits, 256 random bits. Whoever
 * has it and the owner's credential is in the session, so it is neither stored nor logged.
 */
record SessionId(String value) {

  private static final int DIGITS = 64;
  private static final HexFormat HEX = HexFormat.of();

  /** A new one. */
  static SessionId random(SecureRandom random) {
    byte[] bits = new byte[DIGITS / 2];
    random.nextBytes(bits);
    return new SessionId(HEX.formatHex(bits));
  }

  /** The id {@code text} is, or empty when it is none that we can have given out. */
  static Optional<SessionId> parse(String text) {
    if (text.length() != DIGITS) {
      return Optional.empty();
    }
    for (int i = 0; i < DIGITS; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return Optional.empty();
      }
    }
    return Optional.of(new SessionId(text));
  }

  /** What the session is stored under. */
  SessionKey key() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return new SessionKey(
          HEX.formatHex(sha256.digest(value.getBytes(StandardCharsets.US_ASCII))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("find SHA-256, which every JDK has", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
