package sh.executor.auth;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Caller;

/**
 * A key as its owner sees it in a list.
 *
 * @param name given by its owner
 * @param obfuscatedValue the beginning of the key, to tell it from others
 * @param lastUsedAt to the minute; null when never used
 */
public record ApiKey(
    UUID id,
    Caller.Credential kind,
    String name,
    String obfuscatedValue,
    Instant createdAt,
    @Nullable Instant lastUsedAt) {

  /** A key just made, with the only sight of its value. */
  public record Created(ApiKey key, String value) {

    @Override
    public String toString() {
      return "Created[" + key + ", ***]";
    }
  }
}
