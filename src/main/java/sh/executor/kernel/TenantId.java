package sh.executor.kernel;

import java.util.Optional;
import java.util.UUID;

/**
 * Identity of an organisation: the boundary that no query crosses. On the wire {@code org_…}
 * ({@link TypeId}).
 */
public record TenantId(UUID value) {

  private static final String PREFIX = "org";

  /** The id {@code text} stands for, or empty when it is not one of this kind. */
  public static Optional<TenantId> parse(String text) {
    return TypeId.parse(PREFIX, text).map(id -> new TenantId(id.uuid()));
  }

  /** The wire form. */
  @Override
  public String toString() {
    return new TypeId(PREFIX, value).toString();
  }
}
