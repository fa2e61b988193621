package sh.executor.catalog;

import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Effect;
import sh.executor.policy.Action;

/**
 * An operation without its schemas and its binding: what listing, searching and deciding need.
 *
 * @param reviewed whether it came with the first reading or a person has looked at it since
 */
record OperationOutline(
    String name,
    String description,
    Effect effect,
    @Nullable String approvalDescription,
    boolean reviewed) {

  /** What happens to a call that no rule matches, once the operation was reviewed: reads run. */
  Action byDefault() {
    return effect == Effect.READ ? Action.APPROVE : Action.REQUIRE_APPROVAL;
  }
}
