package sh.executor.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A credential in plaintext. Prints as {@code ***}, so that it can not reach a log, an error or a
 * span by accident; whoever needs the text asks for it by {@link #reveal()}.
 */
public final class SecretValue {

  private final String value;

  private SecretValue(String value) {
    this.value = value;
  }

  /** Wraps a value that came in from a caller or out of a seal. */
  public static SecretValue of(String value) {
    return new SecretValue(value);
  }

  /** The plaintext. Only for the byte that leaves the house, or the seal. */
  public String reveal() {
    return value;
  }

  /** Compares in time that depends on the lengths only. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SecretValue that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
