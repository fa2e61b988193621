package sh.executor.openapi.document;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What tells one description from another. */
public final class Sha256 {

  private Sha256() {}

  /** The digest of {@code bytes}, 32 bytes. */
  public static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
