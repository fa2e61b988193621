package sh.executor.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationSlugTest {

  @ParameterizedTest
  @ValueSource(strings = {"ab", "a1", "acme", "a-b-c", "default", "x2345"})
  void slugsAreWordsWithSingleHyphens(String slug) {
    assertThat(OrganizationSlug.valid(slug)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "-ab", "ab-", "a--b", "Ab", "a_b", "a.b", "api", "mcp", "é1"})
  void anythingElseAndOurOwnRoutesAreNot(String slug) {
    assertThat(OrganizationSlug.valid(slug)).isFalse();
    assertThat(OrganizationSlug.valid("a".repeat(49))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"Acme, acme", "'  Müller & Co. ', muller-co", "Ünïcode, unicode"})
  void theNameComesFirst(String name, String slug) {
    assertThat(OrganizationSlug.proposals(name, new Random(1)).findFirst()).contains(slug);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"API", "日本", "", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void everyNameHasValidProposals(String name) {
    List<String> proposals = OrganizationSlug.proposals(name, new Random(1)).toList();

    assertThat(proposals).isNotEmpty().allMatch(OrganizationSlug::valid);
  }

  @Test
  void proposalsEnd() {
    assertThat(OrganizationSlug.proposals("Acme", new Random(1))).hasSize(33);
  }
}
