package sh.executor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.kernel.Owner;
import sh.executor.testkit.Trials;

class PolicySnapshotTest {

  private static final List<Action> ACTIONS = List.of(Action.values());
  private static final String PATH = "github.org.main.repos.get";
  private static final List<String> PATTERNS =
      List.of(
          "*", "github.*", "github.org.*", "github.*.*.repos.*", PATH, "slack.*", "github.user.*");

  @ParameterizedTest
  @CsvSource({
    // organisation, member, default, expected
    ",, APPROVE, APPROVE",
    ",, REQUIRE_APPROVAL, REQUIRE_APPROVAL",
    "APPROVE,, REQUIRE_APPROVAL, APPROVE",
    "REQUIRE_APPROVAL,, APPROVE, REQUIRE_APPROVAL",
    "BLOCK,, APPROVE, BLOCK",
    ", APPROVE, REQUIRE_APPROVAL, REQUIRE_APPROVAL",
    ", BLOCK, APPROVE, BLOCK",
    "BLOCK, APPROVE, APPROVE, BLOCK",
    "REQUIRE_APPROVAL, APPROVE, APPROVE, REQUIRE_APPROVAL",
    "APPROVE, REQUIRE_APPROVAL, APPROVE, REQUIRE_APPROVAL",
    "APPROVE, BLOCK, REQUIRE_APPROVAL, BLOCK",
    "APPROVE, APPROVE, REQUIRE_APPROVAL, APPROVE"
  })
  void theOrganisationDecidesAndTheMemberRestricts(
      @Nullable Action organization, @Nullable Action member, Action byDefault, Action expected) {
    List<PolicyRule> rules = new ArrayList<>();
    if (organization != null) {
      rules.add(rule(Owner.ORG, "github.*", organization));
    }
    if (member != null) {
      rules.add(rule(Owner.USER, "github.*", member));
    }

    Decision decision = new PolicySnapshot(rules).decide(PATH, byDefault);

    assertThat(decision.action()).isEqualTo(expected);
  }

  @Test
  void theFirstMatchOfAnOwnerCounts() {
    PolicyRule narrow = rule(Owner.ORG, PATH, Action.APPROVE);
    PolicyRule wide = rule(Owner.ORG, "github.*", Action.BLOCK);

    Decision decision =
        new PolicySnapshot(List.of(narrow, wide)).decide(PATH, Action.REQUIRE_APPROVAL);

    assertThat(decision)
        .isEqualTo(new Decision(Action.APPROVE, PATH, narrow.id().toString(), false));
  }

  @Test
  void theRuleThatRestrictsIsNamed() {
    PolicyRule own = rule(Owner.USER, "github.org.*", Action.BLOCK);

    Decision decision =
        new PolicySnapshot(List.of(rule(Owner.ORG, "*", Action.APPROVE), own))
            .decide(PATH, Action.APPROVE);

    assertThat(decision.ruleId()).isEqualTo(own.id().toString());
  }

  @Test
  void aMembersRuleCountsThatOnlyRestrictsWhoMayApprove() {
    PolicyRule own = consoleOnly(rule(Owner.USER, "github.*", Action.REQUIRE_APPROVAL));

    Decision overDefault = new PolicySnapshot(List.of(own)).decide(PATH, Action.REQUIRE_APPROVAL);
    Decision overRule =
        new PolicySnapshot(List.of(rule(Owner.ORG, "*", Action.REQUIRE_APPROVAL), own))
            .decide(PATH, Action.APPROVE);

    assertThat(overDefault).isEqualTo(overRule);
    assertThat(overRule.consoleOnly()).isTrue();
    assertThat(overRule.ruleId()).isEqualTo(own.id().toString());
  }

  @Test
  void whatTheOrganisationKeepsToTheConsoleStaysThereWhateverAMemberSays() {
    PolicyRule outer = consoleOnly(rule(Owner.ORG, "github.*", Action.REQUIRE_APPROVAL));

    Decision decision =
        new PolicySnapshot(List.of(outer, rule(Owner.USER, "github.*", Action.REQUIRE_APPROVAL)))
            .decide(PATH, Action.APPROVE);

    assertThat(decision.consoleOnly()).isTrue();
    assertThat(decision.ruleId()).isEqualTo(outer.id().toString());
  }

  @ParameterizedTest
  @CsvSource({
    // pattern of the organisation's rule, its action, expected
    "*, APPROVE, REQUIRE_APPROVAL",
    "github.*, APPROVE, REQUIRE_APPROVAL",
    "github.*.*.repos.get, APPROVE, REQUIRE_APPROVAL",
    "github.org.main.repos.get, APPROVE, APPROVE",
    "github.*, BLOCK, BLOCK",
    "slack.*, APPROVE, REQUIRE_APPROVAL"
  })
  void onlyARuleThatNamesItLetsAToolBeCalledThatNobodyLookedAt(
      String pattern, Action action, Action expected) {
    PolicySnapshot rules = new PolicySnapshot(List.of(rule(Owner.ORG, pattern, action)));

    assertThat(rules.decideUnreviewed(PATH).action()).isEqualTo(expected);
  }

  @Test
  void aMemberMayBlockAToolThatNobodyLookedAt() {
    PolicySnapshot rules =
        new PolicySnapshot(
            List.of(
                rule(Owner.ORG, PATH, Action.APPROVE), rule(Owner.USER, "github.*", Action.BLOCK)));

    assertThat(rules.decideUnreviewed(PATH).action()).isEqualTo(Action.BLOCK);
  }

  @Test
  void withoutAMatchNoRuleIsNamed() {
    Decision decision =
        new PolicySnapshot(List.of(rule(Owner.ORG, "slack.*", Action.BLOCK)))
            .decide(PATH, Action.APPROVE);

    assertThat(decision).isEqualTo(Decision.byDefault(Action.APPROVE));
  }

  @Tag("random")
  @Test
  void noRuleOfAMemberEverWeakens() {
    Trials trials = Trials.of(5_000);
    Random random = trials.random();

    for (int i = 0; i < trials.count(); i++) {
      List<PolicyRule> organization = rules(random, Owner.ORG);
      List<PolicyRule> all = new ArrayList<>(organization);
      all.addAll(rules(random, Owner.USER));
      Action byDefault = ACTIONS.get(random.nextInt(2));

      Action without = new PolicySnapshot(organization).decide(PATH, byDefault).action();
      Action with = new PolicySnapshot(all).decide(PATH, byDefault).action();

      assertThat(with).as("seed %d, %s", trials.seed(), all).isGreaterThanOrEqualTo(without);
    }
  }

  @Test
  void blockingIsToldFromAsking() {
    PolicySnapshot asks =
        new PolicySnapshot(List.of(rule(Owner.ORG, "*", Action.REQUIRE_APPROVAL)));
    PolicySnapshot blocks = new PolicySnapshot(List.of(rule(Owner.USER, "github.*", Action.BLOCK)));

    assertThat(asks.blocksAnything()).isFalse();
    assertThat(asks.blocks(PATH)).isFalse();
    assertThat(blocks.blocks(PATH)).isTrue();
    assertThat(blocks.blocks("slack.org.main.post")).isFalse();
  }

  private static List<PolicyRule> rules(Random random, Owner owner) {
    List<PolicyRule> rules = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
      rules.add(rule(owner, pattern, ACTIONS.get(random.nextInt(3))));
    }
    return rules;
  }

  private static PolicyRule consoleOnly(PolicyRule rule) {
    return new PolicyRule(
        rule.id(),
        rule.owner(),
        rule.pattern(),
        rule.action(),
        rule.position(),
        true,
        rule.createdAt(),
        rule.updatedAt());
  }

  private static PolicyRule rule(Owner owner, String pattern, Action action) {
    return new PolicyRule(
        new PolicyId(UUID.randomUUID()),
        owner,
        PolicyPattern.parse(pattern),
        action,
        "V",
        false,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
