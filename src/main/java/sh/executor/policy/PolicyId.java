package sh.executor.policy;

import java.util.Optional;
import java.util.UUID;
import sh.executor.kernel.TypeId;

/** Identity of a rule. On the wire {@code pol_…} ({@link TypeId}). */
public record PolicyId(UUID value) {

  private static final String PREFIX = "pol";

  /** The id {@code text} stands for, or empty when it is not one of this kind. */
  public static Optional<PolicyId> parse(String text) {
    return TypeId.parse(PREFIX, text).map(id -> new PolicyId(id.uuid()));
  }

  /** The wire form. */
  @Override
  public String toString() {
    return new TypeId(PREFIX, value).toString();
  }
}
