package sh.executor.rest;

import org.jspecify.annotations.Nullable;
import sh.executor.api.OwnerName;
import sh.executor.api.PolicyAction;
import sh.executor.api.PolicyView;
import sh.executor.kernel.Owner;
import sh.executor.policy.Action;
import sh.executor.policy.PolicyRule;

/** Rules between the wire and the policy room. */
final class PolicyViews {

  private PolicyViews() {}

  static PolicyView view(PolicyRule rule) {
    return new PolicyView(
        rule.id().toString(),
        owner(rule.owner()),
        rule.pattern().toString(),
        action(rule.action()),
        rule.position(),
        rule.consoleOnly(),
        rule.createdAt().toEpochMilli(),
        rule.updatedAt().toEpochMilli());
  }

  static OwnerName owner(Owner owner) {
    return switch (owner) {
      case ORG -> OwnerName.ORG;
      case USER -> OwnerName.USER;
    };
  }

  static Owner owner(OwnerName owner) {
    return switch (owner) {
      case ORG -> Owner.ORG;
      case USER -> Owner.USER;
    };
  }

  static @Nullable Action action(@Nullable PolicyAction action) {
    return action == null ? null : actionOf(action);
  }

  static Action actionOf(PolicyAction action) {
    return switch (action) {
      case APPROVE -> Action.APPROVE;
      case REQUIRE_APPROVAL -> Action.REQUIRE_APPROVAL;
      case BLOCK -> Action.BLOCK;
    };
  }

  static PolicyAction action(Action action) {
    return switch (action) {
      case APPROVE -> PolicyAction.APPROVE;
      case REQUIRE_APPROVAL -> PolicyAction.REQUIRE_APPROVAL;
      case BLOCK -> PolicyAction.BLOCK;
    };
  }
}
