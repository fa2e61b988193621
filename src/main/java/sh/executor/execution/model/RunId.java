package sh.executor.execution.model;

import java.util.Optional;
import java.util.UUID;
import sh.executor.kernel.TypeId;

/** Identity of a run from its start to its end; {@code executionId} on the wire, {@code exec_…}. */
public record RunId(UUID value) {

  private static final String PREFIX = "exec";

  /** The id {@code text} stands for, or empty when it is not one of this kind. */
  public static Optional<RunId> parse(String text) {
    return TypeId.parse(PREFIX, text).map(id -> new RunId(id.uuid()));
  }

  /** The wire form. */
  @Override
  public String toString() {
    return new TypeId(PREFIX, value).toString();
  }
}
