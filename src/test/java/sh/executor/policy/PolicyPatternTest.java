package sh.executor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.kernel.ProblemException;

class PolicyPatternTest {

  @ParameterizedTest
  @CsvSource({
    "*, github.org.main.repos.get, true",
    "*, executor.coreTools.policies.list, true",
    "github.*, github.org.main.repos.get, true",
    "github.*, github, true",
    "github.*, githubs.org.main.repos.get, false",
    "github.*, gith, false",
    "github.org.main.repos.get, github.org.main.repos.get, true",
    "github.org.main.repos.get, github.org.main.repos.getAll, false",
    "github.org.main.repos.get, github.org.main.repos.get.more, false",
    "github.org.main.repos.get, github.org.main.repos, false",
    "github.*.*.repos.get, github.org.main.repos.get, true",
    "github.*.*.repos.get, github.user.other.repos.get, true",
    "github.*.*.repos.get, github.org.repos.get, false",
    "github.*.*.repos.*, github.org.main.repos.get, true",
    "github.*.*.repos.*, github.org.main.repos, true",
    "github.*.*.repos.*, github.org.main.issues.get, false",
    "github.*.main.*, github.org.main.x, true",
    "github.*.main.*, github.org.main, true",
    "github.*.main.*, github.org.other.x, false",
    "github, github.org.main.repos.get, false",
    "GitHub.*, github.org.main.repos.get, false",
    "a.*.*, a.b, true",
    "a.*.*, a, false"
  })
  void matchesAsItsGrammarSays(String pattern, String path, boolean expected) {
    assertThat(PolicyPattern.parse(pattern).matches(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "*.a",
        "*.*",
        "a.b*",
        "a.*b",
        "a.**",
        "a b",
        "a.\n",
        "a.\u0000"
      })
  void whatIsNoPatternIsAProblem(String text) {
    assertThatThrownBy(() -> PolicyPattern.parse(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().type().status()).isEqualTo(400);
              assertThat(e.problem().tag()).isEqualTo("InvalidPolicyPatternError");
            });
  }

  @Test
  void aPatternHasABound() {
    assertThatThrownBy(() -> PolicyPattern.parse("a".repeat(501)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("500")
        .message()
        .hasSizeLessThan(300);
  }

  @ParameterizedTest
  @CsvSource({
    "github.*, *",
    "github.org.*, github.*",
    "github.org.main.x, github.org.main.*",
    "github.org.main.x, github.*.*.x",
    "github.*.*.x, github.*",
    "a.*.*, a.*",
    "github.*.*.repos.get, github.*.*.repos.*"
  })
  void whatMatchesLessIsMoreSpecific(String narrow, String wide) {
    PolicyPattern first = PolicyPattern.parse(narrow);
    PolicyPattern second = PolicyPattern.parse(wide);

    assertThat(first.isMoreSpecificThan(second)).isTrue();
    assertThat(second.isMoreSpecificThan(first)).isFalse();
  }

  @Test
  void nothingIsMoreSpecificThanItself() {
    PolicyPattern pattern = PolicyPattern.parse("a.*.b.*");

    assertThat(pattern.isMoreSpecificThan(pattern)).isFalse();
  }
}
