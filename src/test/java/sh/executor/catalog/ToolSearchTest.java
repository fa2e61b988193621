package sh.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.ConnectionId;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.IntegrationId;
import sh.executor.catalog.model.RevisionId;
import sh.executor.catalog.model.ToolHit;
import sh.executor.kernel.Owner;
import sh.executor.testkit.Trials;

class ToolSearchTest {

  private static final List<String> WORDS =
      List.of("repo", "repos", "repository", "issue", "issues", "list", "create", "get", "user");

  @ParameterizedTest
  @CsvSource({
    "reposGet, repos get",
    "repos.get_all-by/ID:x, repos get all by id x",
    "listAPIKeys, list api keys",
    "v2Users, v2 users",
    "HTTP, http",
    "'  a  B ', a b",
    "_._, ''"
  })
  void textIsPartedIntoWords(String text, String expected) {
    assertThat(SearchText.normalized(text)).isEqualTo(expected);
  }

  @Test
  void camelCaseNamesAreFoundByTheirWords() {
    assertThat(search("list for repo", "", "issues.listForRepo Lists issues", "repos.get Gets one"))
        .extracting(ToolHit::name)
        .containsExactly("issues.listForRepo");
  }

  @Test
  void aNameCountsMoreThanADescription() {
    assertThat(search("invoice", "", "orders.get Mentions an invoice", "invoice.get Gets it"))
        .extracting(ToolHit::name)
        .containsExactly("invoice.get", "orders.get");
  }

  @Test
  void bothOfTwoWordsMustMatchAndSixtyPercentOfMore() {
    assertThat(search("alpha zzz", "", "alpha.x beta")).isEmpty();
    assertThat(search("alpha beta zzz", "", "alpha.x beta")).hasSize(1);
    assertThat(search("alpha beta zzz yyy", "", "alpha.x beta")).isEmpty();
  }

  @Test
  void equalScoresAreOrderedByPath() {
    assertThat(search("thing", "", "b.thing", "a.thing"))
        .extracting(ToolHit::path)
        .containsExactly("acme.org.main.a.thing", "acme.org.main.b.thing");
  }

  @ParameterizedTest
  @CsvSource({
    "acme, 1",
    "acme.org, 1",
    "acme.org.main.repos, 1",
    "acm, 0",
    "acme.user, 0",
    "org, 0",
    "'', 1"
  })
  void aNamespaceIsAPrefixInWords(String namespace, int expected) {
    assertThat(search("repos", namespace, "repos.get")).hasSize(expected);
  }

  @Test
  void whatIsNotVisibleIsNotFound() {
    ToolSearch search =
        new ToolSearch(SearchQuery.of("repos"), List.of(), path -> !path.endsWith("delete"));
    search.look(offer(), index("repos.get", "repos.delete"));

    assertThat(search.hits()).extracting(ToolHit::name).containsExactly("repos.get");
  }

  @Test
  void moreWordsThanFitAreNotLookedAt() {
    assertThat(search("a ".repeat(40), "", "a.b")).hasSize(1);
  }

  @Tag("random")
  @Test
  void scoresAreThoseOfThePlainRules() {
    Trials trials = Trials.of(300);
    Random random = trials.random();

    for (int i = 0; i < trials.count(); i++) {
      String[] lines = new String[20];
      for (int j = 0; j < lines.length; j++) {
        lines[j] = name(random) + j + ' ' + words(random, random.nextInt(5));
      }
      String query = words(random, 1 + random.nextInt(4));

      assertThat(search(query, "", lines))
          .as("seed %d, query %s", trials.seed(), query)
          .isEqualTo(PlainSearch.search(offer(), query, index(lines)));
    }
  }

  private static String name(Random random) {
    return words(random, 1).strip() + '.' + words(random, 2).replace(" ", "_");
  }

  private static String words(Random random, int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String word = WORDS.get(random.nextInt(WORDS.size()));
      words.add(word.substring(0, word.length() - random.nextInt(2)));
    }
    return String.join(" ", words);
  }

  private static List<ToolHit> search(String query, String namespace, String... lines) {
    ToolSearch search =
        new ToolSearch(
            SearchQuery.of(query),
            SearchText.tokens(SearchText.normalized(namespace)),
            path -> true);
    search.look(offer(), index(lines));
    return search.hits();
  }

  private static RevisionIndex index(String... lines) {
    List<OperationOutline> outlines = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split(" ", 2);
      outlines.add(
          new OperationOutline(
              parts[0], parts.length > 1 ? parts[1] : "", Effect.READ, null, true));
    }
    return new RevisionIndex(outlines);
  }

  private static Offer offer() {
    Connection connection =
        new Connection(
            new ConnectionId(UUID.randomUUID()),
            Owner.ORG,
            "main",
            "acme",
            "none",
            null,
            null,
            Instant.EPOCH,
            Instant.EPOCH);
    return new Offer(
        new IntegrationId(UUID.randomUUID()),
        "1",
        "acme",
        ListedKind.NAME,
        "Acme",
        "",
        false,
        new RevisionId(UUID.randomUUID()),
        1,
        true,
        List.of(connection));
  }
}
