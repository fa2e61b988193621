package sh.executor.execution.model;

import java.util.Optional;
import java.util.UUID;
import sh.executor.kernel.TypeId;

/** Identity of a question to a person; on the wire {@code int_…}. */
public record InteractionId(UUID value) {

  private static final String PREFIX = "int";

  /** The id {@code text} stands for, or empty when it is not one of this kind. */
  public static Optional<InteractionId> parse(String text) {
    return TypeId.parse(PREFIX, text).map(id -> new InteractionId(id.uuid()));
  }

  /** The wire form. */
  @Override
  public String toString() {
    return new TypeId(PREFIX, value).toString();
  }
}
