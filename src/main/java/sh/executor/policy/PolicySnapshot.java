package sh.executor.policy;

import java.util.List;
import java.util.Optional;
import sh.executor.kernel.Owner;

/**
 * The rules that apply to one caller, as they were at one moment: loaded once per request or run
 * and asked for every tool. Immutable.
 */
public final class PolicySnapshot {

  private final List<PolicyRule> organization;
  private final List<PolicyRule> member;

  /**
   * @param rules of the organisation and of one member, those of one owner in their order
   */
  PolicySnapshot(List<PolicyRule> rules) {
    this.organization = rules.stream().filter(rule -> rule.owner() == Owner.ORG).toList();
    this.member = rules.stream().filter(rule -> rule.owner() == Owner.USER).toList();
  }

  /**
   * What may happen to the tool at {@code path}. The organisation's first match replaces {@code
   * byDefault}; the member's first match counts only where it is more restrictive than that, be it
   * in who may approve.
   */
  public Decision decide(String path, Action byDefault) {
    Decision outer =
        first(organization, path)
            .map(PolicySnapshot::decidedBy)
            .orElseGet(() -> Decision.byDefault(byDefault));
    return first(member, path)
        .filter(rule -> restricts(rule, outer))
        .map(PolicySnapshot::decidedBy)
        .orElse(outer);
  }

  private static boolean restricts(PolicyRule rule, Decision outer) {
    int difference = rule.action().compareTo(outer.action());
    return difference > 0 || (difference == 0 && rule.consoleOnly() && !outer.consoleOnly());
  }

  /**
   * Likewise for a tool that came with a refresh and that no person has looked at yet: a rule that
   * was made for others lets nobody call it, only one that names this very tool does.
   */
  public Decision decideUnreviewed(String path) {
    Decision decision = decide(path, Action.REQUIRE_APPROVAL);
    return decision.action() == Action.APPROVE && !path.equals(decision.pattern())
        ? Decision.byDefault(Action.REQUIRE_APPROVAL)
        : decision;
  }

  /** How many rules there are. */
  public int size() {
    return organization.size() + member.size();
  }

  /** Whether {@link #decide} blocks the tool at {@code path}; no tool is blocked by default. */
  public boolean blocks(String path) {
    return blocksAnything() && decide(path, Action.APPROVE).action() == Action.BLOCK;
  }

  /** Whether there may be a tool that {@link #blocks} holds for: false saves asking for each. */
  public boolean blocksAnything() {
    return blocksAnything(organization) || blocksAnything(member);
  }

  private static boolean blocksAnything(List<PolicyRule> rules) {
    return rules.stream().anyMatch(rule -> rule.action() == Action.BLOCK);
  }

  private static Optional<PolicyRule> first(List<PolicyRule> rules, String path) {
    for (PolicyRule rule : rules) {
      if (rule.pattern().matches(path)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private static Decision decidedBy(PolicyRule rule) {
    return new Decision(
        rule.action(), rule.pattern().toString(), rule.id().toString(), rule.consoleOnly());
  }
}
