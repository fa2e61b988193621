package sh.executor.policy;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Sql;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;
import sh.executor.kernel.UuidV7;

/**
 * The rules of organisations and members. The organisation's are changed by its admins, a member's
 * by that member, and none by an agent's key. Whatever a caller does wrong is a {@link
 * ProblemException}: 400 for what is not valid, 403 for what the role does not allow, 404 for a
 * rule that is not there or is another member's.
 */
@Singleton
public final class Policies {

  /** How many rules one owner may have. */
  public static final int RULES_MAX = 1_000;

  private final PolicyStore store;
  private final UuidV7 ids;

  @Inject
  Policies(PolicyStore store, UuidV7 ids) {
    this.store = store;
    this.ids = ids;
  }

  /** The organisation's rules, then the caller's own, each in the order they apply. */
  public List<PolicyRule> list(Caller caller) {
    return store.visible(caller);
  }

  /** What applies to the caller now, to be asked for many tools. One query. */
  public PolicySnapshot snapshot(Caller caller) {
    return new PolicySnapshot(store.visible(caller));
  }

  /**
   * Adds a rule.
   *
   * @param pattern in the grammar of {@link PolicyPattern}
   * @param position null to put it just below every rule of the owner that is more specific
   * @param consoleOnly whether what it asks about may be approved at the console only
   */
  public PolicyRule create(
      Caller caller,
      Owner owner,
      String pattern,
      Action action,
      @Nullable String position,
      boolean consoleOnly) {
    checkMayChange(caller, owner);
    PolicyPattern parsed = PolicyPattern.parse(pattern);
    checkPosition(position);
    PolicyId id = new PolicyId(ids.next());
    return store.exclusively(
        caller,
        sql -> {
          List<PolicyRule> present = store.ofOwner(sql, caller, owner);
          if (present.size() >= RULES_MAX) {
            throw Problem.of(
                    Problem.Type.TOO_MANY,
                    "PolicyLimitError",
                    "There are "
                        + RULES_MAX
                        + " rules already; remove one, or use a wider pattern.")
                .exception();
          }
          String place = position != null ? position : place(sql, caller, present, parsed);
          store.insert(sql, caller, id, owner, parsed, action, place, consoleOnly);
          return store.find(sql, caller, id).orElseThrow();
        });
  }

  /** Changes what {@code change} names of a rule and leaves the rest. */
  public PolicyRule update(Caller caller, PolicyId id, Change change) {
    checkPosition(change.position());
    PolicyPattern pattern = change.pattern() == null ? null : PolicyPattern.parse(change.pattern());
    return store.exclusively(
        caller,
        sql -> {
          PolicyRule present = changeable(sql, caller, id);
          store.update(
              sql,
              caller,
              new PolicyRule(
                  id,
                  present.owner(),
                  pattern == null ? present.pattern() : pattern,
                  change.action() == null ? present.action() : change.action(),
                  change.position() == null ? present.position() : change.position(),
                  change.consoleOnly() == null ? present.consoleOnly() : change.consoleOnly(),
                  present.createdAt(),
                  present.updatedAt()));
          return store.find(sql, caller, id).orElseThrow();
        });
  }

  /** Removes a rule. */
  public void remove(Caller caller, PolicyId id) {
    store.exclusively(
        caller,
        sql -> {
          changeable(sql, caller, id);
          return store.delete(sql, caller, id);
        });
  }

  private PolicyRule changeable(Sql sql, Caller caller, PolicyId id) {
    PolicyRule rule =
        store
            .find(sql, caller, id)
            .orElseThrow(
                () ->
                    Problem.of(
                            Problem.Type.NOT_FOUND,
                            "PolicyNotFoundError",
                            "There is no rule " + id + '.')
                        .exception());
    checkMayChange(caller, rule.owner());
    return rule;
  }

  /** Below every more specific rule; makes room first where there is none left. */
  private String place(Sql sql, Caller caller, List<PolicyRule> present, PolicyPattern pattern) {
    int below = 0;
    for (int i = 0; i < present.size(); i++) {
      if (present.get(i).pattern().isMoreSpecificThan(pattern)) {
        below = i + 1;
      }
    }
    String low = below == 0 ? "" : present.get(below - 1).position();
    String high =
        present.stream()
            .map(PolicyRule::position)
            .filter(position -> position.compareTo(low) > 0)
            .findFirst()
            .orElse(null);
    String place = FractionalIndex.between(low, high);
    return place.length() <= FractionalIndex.LENGTH_MAX
        ? place
        : respread(sql, caller, present, below);
  }

  private String respread(Sql sql, Caller caller, List<PolicyRule> present, int free) {
    List<String> positions = FractionalIndex.spread(present.size() + 1);
    for (int i = 0; i < present.size(); i++) {
      store.move(sql, caller, present.get(i).id(), positions.get(i < free ? i : i + 1));
    }
    return positions.get(free);
  }

  private static void checkPosition(@Nullable String position) {
    if (position != null && !FractionalIndex.isValid(position)) {
      throw Problem.of(
              Problem.Type.INVALID_INPUT,
              "InvalidPolicyPositionError",
              "A position is 1 to 50 letters and digits and does not end in 0.")
          .exception();
    }
  }

  private static void checkMayChange(Caller caller, Owner owner) {
    if (caller.credential() != Caller.Credential.PERSON) {
      throw forbidden("An agent's key changes no rules; a person signs in to do that.");
    }
    if (owner == Owner.ORG && !caller.administers()) {
      throw forbidden("The organisation's rules are changed by its admins.");
    }
  }

  private static ProblemException forbidden(String detail) {
    return Problem.of(Problem.Type.FORBIDDEN, "ForbiddenError", detail).exception();
  }

  /** What to change of a rule; null leaves a component as it is. */
  public record Change(
      @Nullable String pattern,
      @Nullable Action action,
      @Nullable String position,
      @Nullable Boolean consoleOnly) {}
}
