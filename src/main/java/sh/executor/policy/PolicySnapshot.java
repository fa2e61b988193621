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
   * byDefault}; the member's first match counts only where it is more restrictive than that.
   */
  public Decision decide(String path, Action byDefault) {
    Decision outer =
        first(organization, path)
            .map(PolicySnapshot::decidedBy)
            .orElseGet(() -> Decision.byDefault(byDefault));
    return first(member, path)
        .filter(rule -> rule.action().compareTo(outer.action()) > 0)
        .map(PolicySnapshot::decidedBy)
        .orElse(outer);
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
