package sh.executor.api;

import org.jspecify.annotations.Nullable;

/**
 * A key that was made, with its value: shown this once and kept nowhere.
 *
 * @param value what goes after {@code Authorization: Bearer}
 */
public record ApiKeyCreated(
    String id,
    String name,
    ApiKeyKind kind,
    String obfuscatedValue,
    long createdAt,
    long updatedAt,
    @Nullable Long lastUsedAt,
    String value) {

  /** Leaves the value out. */
  @Override
  public String toString() {
    return "ApiKeyCreated[" + id + ']';
  }
}
