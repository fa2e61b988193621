package sh.executor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.ProblemException;
import sh.executor.kernel.Role;
import sh.executor.kernel.UuidV7;
import sh.executor.policy.Policies.Change;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;

class PoliciesTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final Policies policies =
      TestPolicies.in(DATABASE.database(), new UuidV7(InstantSource.system(), new Random()));
  private final TestMembers members = new TestMembers(DATABASE.database());
  private final Caller owner = members.organization();
  private final Caller member = members.member(owner, Role.MEMBER);

  @Test
  void aNewRuleGoesBelowWhatIsMoreSpecificAndAboveTheRest() {
    create(owner, Owner.ORG, "*");
    create(owner, Owner.ORG, "github.org.main.repos.get");
    create(owner, Owner.ORG, "github.*");
    create(owner, Owner.ORG, "github.*.*.repos.*");

    assertThat(policies.list(owner))
        .extracting(rule -> rule.pattern().toString())
        .containsExactly("github.org.main.repos.get", "github.*.*.repos.*", "github.*", "*");
  }

  @Test
  void aPositionOfOnesOwnIsKept() {
    create(owner, Owner.ORG, "github.org.main.repos.get");

    PolicyRule first = policies.create(owner, Owner.ORG, "*", Action.BLOCK, "1", false);

    assertThat(policies.list(owner).getFirst()).isEqualTo(first);
    assertThat(first.position()).isEqualTo("1");
  }

  @Test
  void roomIsMadeWhereNoneIsLeft() {
    PolicyRule wide = create(owner, Owner.ORG, "a.*");
    PolicyRule narrow = create(owner, Owner.ORG, "a.b.c.d");
    DATABASE
        .database()
        .run(
            "update policy_rule set position = ? where tenant_id = ? and id = ?",
            "0".repeat(199) + "1",
            owner.tenant().value(),
            narrow.id().value());

    PolicyRule first = create(owner, Owner.ORG, "a.b.c.e");

    List<PolicyRule> rules = policies.list(owner);
    assertThat(rules)
        .extracting(PolicyRule::id)
        .containsExactly(first.id(), narrow.id(), wide.id());
    assertThat(rules).extracting(PolicyRule::position).isSorted().allMatch(it -> it.length() < 5);
  }

  @Test
  void rulesHaveABound() {
    DATABASE
        .database()
        .run(
            """
            insert into policy_rule (tenant_id, id, owner, account_id, pattern, action, position)
            select ?, gen_random_uuid(), 'user', ?, 'a.b' || n, 'block', 'V'
            from generate_series(1, ?) n
            """,
            member.tenant().value(),
            member.account().value(),
            Policies.RULES_MAX);

    assertThatThrownBy(() -> create(member, Owner.USER, "one.more"))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 429));
    create(owner, Owner.ORG, "one.more");
  }

  @Test
  void aChangeLeavesTheRestAlone() {
    PolicyRule rule = create(owner, Owner.ORG, "github.*");

    PolicyRule changed =
        policies.update(owner, rule.id(), new Change(null, Action.APPROVE, null, null));

    assertThat(changed.action()).isEqualTo(Action.APPROVE);
    assertThat(changed.pattern()).isEqualTo(rule.pattern());
    assertThat(changed.position()).isEqualTo(rule.position());
    assertThat(changed.createdAt()).isEqualTo(rule.createdAt());
  }

  @Test
  void aRemovedRuleNoLongerDecides() {
    PolicyRule rule = create(owner, Owner.ORG, "github.*");

    policies.remove(owner, rule.id());

    assertThat(policies.snapshot(owner).blocksAnything()).isFalse();
  }

  @Test
  void aMembersRuleBindsThatMemberOnly() {
    create(member, Owner.USER, "github.*");

    assertThat(policies.snapshot(member).blocks("github.org.main.x")).isTrue();
    assertThat(policies.snapshot(owner).blocks("github.org.main.x")).isFalse();
  }

  @Test
  void membersDoNotChangeTheOrganisationsRules() {
    PolicyRule rule = create(owner, Owner.ORG, "github.*");

    assertThatThrownBy(() -> create(member, Owner.ORG, "slack.*"))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 403));
    assertThatThrownBy(
            () -> policies.update(member, rule.id(), new Change("x.*", null, null, null)))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 403));
    assertThatThrownBy(() -> policies.remove(member, rule.id()))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 403));
    assertThat(policies.list(member)).containsExactly(rule);
  }

  @Test
  void anAgentsKeyChangesNothing() {
    PolicyRule rule = create(owner, Owner.ORG, "github.*");
    PolicyRule own = create(owner, Owner.USER, "github.*");
    Caller agent = TestMembers.agentOf(owner);

    for (Runnable change :
        List.<Runnable>of(
            () -> create(agent, Owner.ORG, "slack.*"),
            () -> create(agent, Owner.USER, "slack.*"),
            () -> policies.update(agent, own.id(), new Change(null, Action.APPROVE, null, null)),
            () -> policies.remove(agent, own.id()),
            () -> policies.remove(agent, rule.id()))) {
      assertThatThrownBy(change::run)
          .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 403));
    }
    assertThat(policies.list(owner)).containsExactly(rule, own);
  }

  @Test
  void othersRulesAreNotThere() {
    PolicyRule mine = create(member, Owner.USER, "github.*");
    PolicyRule ours = create(owner, Owner.ORG, "github.*");
    Caller stranger = members.organization();

    assertThat(policies.list(owner)).containsExactly(ours);
    assertThat(policies.list(stranger)).isEmpty();
    for (PolicyId id : List.of(mine.id(), ours.id())) {
      assertThatThrownBy(() -> policies.remove(stranger, id))
          .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 404));
    }
    assertThatThrownBy(() -> policies.update(owner, mine.id(), new Change(null, null, "1", null)))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 404));
    assertThat(policies.list(member)).containsExactlyInAnyOrder(ours, mine);
  }

  @Test
  void anUnknownRuleIsNotFound() {
    PolicyId unknown = new PolicyId(UUID.randomUUID());

    assertThatThrownBy(() -> policies.remove(owner, unknown))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 404));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "a0", "a b", "é"})
  void aPositionThatIsNoneIsInvalid(String position) {
    assertThatThrownBy(
            () -> policies.create(owner, Owner.ORG, "a.*", Action.BLOCK, position, false))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 400));
  }

  private PolicyRule create(Caller caller, Owner whose, String pattern) {
    return policies.create(caller, whose, pattern, Action.BLOCK, null, false);
  }

  private static void assertStatus(ProblemException e, int status) {
    assertThat(e.problem().type().status()).isEqualTo(status);
  }
}
