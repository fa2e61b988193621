package sh.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sh.executor.catalog.CatalogFixture.listed;
import static sh.executor.catalog.CatalogFixture.object;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.catalog.model.Imported;
import sh.executor.catalog.model.Integration;
import sh.executor.catalog.model.NewIntegration;
import sh.executor.catalog.model.Source;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.ProblemException;
import sh.executor.kernel.Role;
import sh.executor.policy.Action;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;

class IntegrationsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final CatalogFixture fixture = new CatalogFixture(DATABASE.database());
  private final Integrations integrations = fixture.integrations;
  private final Caller owner = fixture.members.organization();

  @Test
  void whatIsAddedIsThereWithItsOperations() {
    Imported imported = integrations.add(owner, listed("acme", "read a.get Gets\nwrite a.put"));

    assertThat(imported).isEqualTo(new Imported("acme", 2, List.of(), List.of()));
    Integration integration = integrations.get(owner, "acme");
    assertThat(integration.name()).isEqualTo("Listed");
    assertThat(integration.operationCount()).isEqualTo(2);
    assertThat(integration.unreviewedCount()).isZero();
    assertThat(integration.canRefresh()).isFalse();
  }

  @Test
  void withoutASlugTheDescriptionsOwnIsTaken() {
    assertThat(integrations.add(owner, listed(null, "read a")).slug()).isEqualTo("listed");
  }

  @Test
  void theSameSlugTwiceIsAConflict() {
    integrations.add(owner, listed("acme", "read a"));

    assertThatThrownBy(() -> integrations.add(owner, listed("acme", "read b")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().tag()).isEqualTo("IntegrationAlreadyExistsError"));
    assertThat(integrations.get(owner, "acme").operationCount()).isEqualTo(1);
  }

  @Test
  void oneOfManyWhoAddTheSameSlugAtOnceWins() throws Exception {
    int rivals = 6;
    CountDownLatch start = new CountDownLatch(1);

    List<Boolean> won = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> rival =
          () -> {
            start.await();
            try {
              integrations.add(owner, listed("race", "read a"));
              return true;
            } catch (ProblemException e) {
              assertThat(e.problem().type().status()).isEqualTo(409);
              return false;
            }
          };
      List<Future<Boolean>> futures =
          IntStream.range(0, rivals).mapToObj(i -> threads.submit(rival)).toList();
      start.countDown();
      for (Future<Boolean> future : futures) {
        won.add(future.get());
      }
    }

    assertThat(won).containsOnlyOnce(true).hasSize(rivals);
  }

  @Test
  void nothingIsHalfAddedWhenStoringFails() {
    String tooLong = "x".repeat(256);

    assertThatThrownBy(() -> integrations.add(owner, listed("half", "read a\nread " + tooLong)))
        .isInstanceOf(RuntimeException.class);

    assertThat(integrations.find(owner, "half")).isEmpty();
    assertThat(count("integration_revision")).isZero();
    assertThat(count("operation")).isZero();
  }

  @Test
  void aRefreshSaysWhatCameAndWentAndAsksAboutWhatIsNew() {
    integrations.add(owner, listed("acme", "read keep\nread gone"));
    fixture.connect(owner, Owner.ORG, "acme", "main");

    Imported imported =
        integrations.refresh(
            owner, "acme", new Source.Text("read keep\nread new\nread newer"), object());

    assertThat(imported)
        .isEqualTo(new Imported("acme", 3, List.of("new", "newer"), List.of("gone")));
    assertThat(integrations.get(owner, "acme").unreviewedCount()).isEqualTo(2);
    assertThat(decision("acme.org.main.keep")).isEqualTo(Action.APPROVE);
    assertThat(decision("acme.org.main.new")).isEqualTo(Action.REQUIRE_APPROVAL);
  }

  @Test
  void aReviewLetsNewReadsRun() {
    integrations.add(owner, listed("acme", "read keep"));
    fixture.connect(owner, Owner.ORG, "acme", "main");
    integrations.refresh(owner, "acme", new Source.Text("read keep\nread new"), object());

    Integration reviewed = integrations.review(owner, "acme");

    assertThat(reviewed.unreviewedCount()).isZero();
    assertThat(decision("acme.org.main.new")).isEqualTo(Action.APPROVE);
  }

  @Test
  void whatNobodyLookedAtStaysUnreviewedOverTheNextRefresh() {
    integrations.add(owner, listed("acme", "read keep"));
    integrations.refresh(owner, "acme", new Source.Text("read keep\nread new"), object());

    integrations.refresh(owner, "acme", new Source.Text("read keep\nread new\nread x"), object());

    assertThat(integrations.get(owner, "acme").unreviewedCount()).isEqualTo(2);
  }

  @Test
  void aWriteThatClaimsToBeAReadIsLookedAtAgain() {
    integrations.add(owner, listed("acme", "write wipe"));
    fixture.connect(owner, Owner.ORG, "acme", "main");

    integrations.refresh(owner, "acme", new Source.Text("read wipe"), object());

    assertThat(decision("acme.org.main.wipe")).isEqualTo(Action.REQUIRE_APPROVAL);
  }

  @Test
  void anUnchangedDescriptionBringsNothing() {
    URI url = URI.create("https://example.com/x.list#read%20a");
    integrations.add(
        owner,
        new NewIntegration(ListedKind.NAME, new Source.Url(url), "acme", null, null, object()));
    Integration before = integrations.get(owner, "acme");

    Imported imported = integrations.refresh(owner, "acme", null, object());

    assertThat(imported).isEqualTo(new Imported("acme", 1, List.of(), List.of()));
    assertThat(integrations.get(owner, "acme").revision()).isEqualTo(before.revision());
  }

  @Test
  void aDescriptionGivenInlineHasNothingToFetch() {
    integrations.add(owner, listed("acme", "read a"));

    assertThatThrownBy(() -> integrations.refresh(owner, "acme", null, object()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("inline");
  }

  @Test
  void oldRevisionsGoButForTheOneBefore() {
    integrations.add(owner, listed("acme", "read a"));
    for (String next : List.of("read b", "read c", "read d")) {
      integrations.refresh(owner, "acme", new Source.Text(next), object());
    }

    assertThat(count("integration_revision")).isEqualTo(2);
    assertThat(count("operation")).isEqualTo(2);
  }

  @Test
  void nameAndDescriptionAreEditedAndKeptOverARefresh() {
    integrations.add(owner, listed("acme", "read a"));

    integrations.describe(owner, "acme", "Acme", "");
    integrations.refresh(owner, "acme", new Source.Text("read b"), object());

    Integration integration = integrations.get(owner, "acme");
    assertThat(integration.name()).isEqualTo("Acme");
    assertThat(integration.description()).isEmpty();
  }

  @Test
  void aChangedConfigIsSeenAtOnce() {
    integrations.add(owner, listed("acme", "read a"));

    Integration changed = integrations.configure(owner, "acme", CatalogFixture.bearer());

    assertThat(changed.authMethods().getFirst().id()).isEqualTo("bearer");
  }

  @Test
  void removingTakesOperationsAndConnectionsAlong() {
    integrations.add(owner, listed("acme", "read a"));
    Caller member = fixture.members.member(owner, Role.MEMBER);
    fixture.connect(member, Owner.USER, "acme", "mine");

    assertThat(integrations.remove(owner, "acme")).isTrue();

    assertThat(count("operation")).isZero();
    assertThat(count("connection")).isZero();
    assertThat(integrations.remove(owner, "acme")).isFalse();
  }

  @Test
  void onlyAdminsInPersonChangeIntegrations() {
    integrations.add(owner, listed("acme", "read a"));
    Caller member = fixture.members.member(owner, Role.MEMBER);
    Caller agent = TestMembers.agentOf(owner);

    for (Caller caller : List.of(member, agent)) {
      List<Runnable> changes =
          List.of(
              () -> integrations.add(caller, listed("x", "read a")),
              () -> integrations.refresh(caller, "acme", new Source.Text("read b"), object()),
              () -> integrations.review(caller, "acme"),
              () -> integrations.describe(caller, "acme", "x", null),
              () -> integrations.configure(caller, "acme", object()),
              () -> integrations.remove(caller, "acme"));
      assertThat(changes)
          .allSatisfy(
              change ->
                  assertThatThrownBy(change::run)
                      .isInstanceOfSatisfying(
                          ProblemException.class,
                          e -> assertThat(e.problem().type().status()).isEqualTo(403)));
    }
    assertThat(integrations.get(member, "acme").operationCount()).isEqualTo(1);
  }

  @Test
  void aListIsPagedBySlug() {
    for (String slug : List.of("c", "a", "b")) {
      integrations.add(owner, listed(slug, "read x"));
    }

    var page = integrations.list(owner, 1, 1);

    assertThat(page.items()).extracting(Integration::slug).containsExactly("b");
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.hasMore()).isTrue();
  }

  @Test
  void manyOperationsAreStoredAsOne() {
    String many =
        IntStream.range(0, 3_000).mapToObj(i -> "read op" + i).collect(Collectors.joining("\n"));

    assertThat(integrations.add(owner, listed("many", many)).toolCount()).isEqualTo(3_000);
    assertThat(count("operation")).isEqualTo(3_000);
  }

  private Action decision(String path) {
    ToolLookup found = fixture.catalog.open(owner).tool(ToolAddress.parse(path).orElseThrow());
    return ((ToolLookup.Found) found).tool().decision().action();
  }

  private int count(String table) {
    return DATABASE
        .database()
        .one(
            "select count(*)::integer from " + table + " where tenant_id = ?",
            row -> row.integer(1),
            owner.tenant().value())
        .orElseThrow();
  }
}
