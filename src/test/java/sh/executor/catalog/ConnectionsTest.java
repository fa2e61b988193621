package sh.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sh.executor.catalog.CatalogFixture.connection;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.CredentialLookup;
import sh.executor.catalog.model.Edit;
import sh.executor.catalog.model.NewConnection;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.ProblemException;
import sh.executor.kernel.Role;
import sh.executor.secret.SecretValue;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;

class ConnectionsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final CatalogFixture fixture = new CatalogFixture(DATABASE.database());
  private final Connections connections = fixture.connections;
  private final Caller owner = fixture.members.organization();
  private final Caller member = fixture.members.member(owner, Role.MEMBER);

  @BeforeEach
  void addAnIntegrationThatTakesAToken() {
    fixture.add(owner, "acme", "read get");
    fixture.integrations.configure(owner, "acme", CatalogFixture.bearer());
  }

  @Test
  void whatIsCreatedIsFoundAndOpens() {
    Connections.Created created =
        connections.create(
            owner, connection(Owner.ORG, "acme", "Main account", "bearer", "s3cret"));

    assertThat(created.replaced()).isFalse();
    assertThat(created.connection().address()).isEqualTo("tools.acme.org.mainAccount");
    assertThat(values(member, "acme.org.mainAccount.get"))
        .isEqualTo(Map.of("token", SecretValue.of("s3cret")));
  }

  @Test
  void severalOfOneIntegrationKeepTheirOwnValues() {
    connections.create(owner, connection(Owner.ORG, "acme", "one", "bearer", "1"));
    connections.create(owner, connection(Owner.ORG, "acme", "two", "bearer", "2"));
    connections.create(member, connection(Owner.USER, "acme", "one", "bearer", "3"));

    assertThat(values(member, "acme.org.one.get")).containsValue(SecretValue.of("1"));
    assertThat(values(member, "acme.org.two.get")).containsValue(SecretValue.of("2"));
    assertThat(values(member, "acme.user.one.get")).containsValue(SecretValue.of("3"));
  }

  @Test
  void nothingInTheDatabaseShowsTheValue() {
    connections.create(owner, connection(Owner.ORG, "acme", "main", "bearer", "pl4intext"));

    assertThat(
            DATABASE
                .database()
                .list(
                    """
                    select row_to_json(s)::text from secret s where tenant_id = ?
                    union all
                    select row_to_json(c)::text from connection c where tenant_id = ?
                    """,
                    row -> row.text(1),
                    owner.tenant().value(),
                    owner.tenant().value()))
        .hasSize(2)
        .noneMatch(row -> row.contains("pl4intext"));
  }

  @Test
  void makingItAgainReplacesTheCredentialAndWhatBelongedToIt() {
    NewConnection first =
        new NewConnection(
            Owner.ORG,
            "main",
            "acme",
            "bearer",
            "alice",
            "The account",
            SecretValue.of("old"),
            Map.of());
    connections.create(owner, first);

    Connections.Created again =
        connections.create(owner, connection(Owner.ORG, "acme", "main", "bearer", "new"));

    assertThat(again.replaced()).isTrue();
    assertThat(again.connection().identityLabel()).isNull();
    assertThat(again.connection().description()).isEqualTo("The account");
    assertThat(values(owner, "acme.org.main.get")).containsValue(SecretValue.of("new"));
    assertThat(count("secret")).isEqualTo(1);
  }

  @Test
  void aConnectionWithoutCredentialNeedsNone() {
    fixture.connect(owner, Owner.ORG, "acme", "open");

    assertThat(values(owner, "acme.org.open.get")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bearer,, missing: token",
    "none, x, no values",
    "magic, x, there are bearer",
  })
  void whatDoesNotFitTheTemplateIsRefusedAndNothingStays(
      String template, @Nullable String value, String expected) {
    NewConnection wanted = connection(Owner.ORG, "acme", "main", template, value);

    assertThatThrownBy(() -> connections.create(owner, wanted))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().tag()).isEqualTo("InvalidConnectionInputError");
              assertThat(e.problem().detail()).contains(expected);
            });
    assertThat(connections.list(owner, null, null, 0, 10).items()).isEmpty();
    assertThat(count("secret")).isZero();
  }

  @Test
  void unknownVariablesAreNamedAndTheirValuesAreNot() {
    NewConnection wanted =
        new NewConnection(
            Owner.ORG,
            "main",
            "acme",
            "bearer",
            null,
            null,
            null,
            Map.of("token", SecretValue.of("s3cret"), "tokne", SecretValue.of("s3cret")));

    assertThatThrownBy(() -> connections.create(owner, wanted))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("unknown: tokne")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "a\u0000b", "a\u007fb"})
  void aValueThatCanNotStandInAHeaderIsRefused(String value) {
    NewConnection wanted = connection(Owner.ORG, "acme", "main", "bearer", value);

    assertThatThrownBy(() -> connections.create(owner, wanted))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 400));
  }

  @Test
  void whatPastingAddedIsTakenOff() {
    connections.create(owner, connection(Owner.ORG, "acme", "main", "bearer", " t0ken\r\n"));

    assertThat(values(owner, "acme.org.main.get")).containsValue(SecretValue.of("t0ken"));
  }

  @Test
  void anUnknownIntegrationIsNotFound() {
    NewConnection wanted = connection(Owner.ORG, "nope", "main", "none", null);

    assertThatThrownBy(() -> connections.create(owner, wanted))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 404));
  }

  @ParameterizedTest
  @CsvSource({
    "main, main",
    "Main account, mainAccount",
    "my-api_key 2, myApiKey2",
    "GitHub, gitHub",
    "API key, apiKey",
    "42, connection42",
    "☃, connection",
    "already_mine$, alreadyMine"
  })
  void aNameBecomesAnIdentifier(String given, String expected) {
    assertThat(Texts.connectionName(given)).isEqualTo(expected);
    assertThat(Texts.connectionName(expected)).isEqualTo(expected);
  }

  @Test
  void removingRemovesTheSecret() {
    connections.create(owner, connection(Owner.ORG, "acme", "main", "bearer", "x"));

    connections.remove(owner, Owner.ORG, "acme", "main");

    assertThat(count("secret")).isZero();
    assertThat(count("connection_secret")).isZero();
  }

  @Test
  void removingTheIntegrationRemovesEverybodysSecrets() {
    connections.create(owner, connection(Owner.ORG, "acme", "main", "bearer", "x"));
    connections.create(member, connection(Owner.USER, "acme", "mine", "bearer", "y"));

    fixture.integrations.remove(owner, "acme");

    assertThat(count("secret")).isZero();
  }

  @Test
  void aMemberWhoLeavesTakesTheOwnSecretsAlong() {
    connections.create(owner, connection(Owner.ORG, "acme", "main", "bearer", "x"));
    connections.create(member, connection(Owner.USER, "acme", "mine", "bearer", "y"));

    DATABASE
        .database()
        .run(
            "delete from membership where tenant_id = ? and account_id = ?",
            member.tenant().value(),
            member.account().value());

    assertThat(count("secret")).isEqualTo(1);
  }

  @Test
  void aMethodThatIsGoneMakesTheConnectionUnusable() {
    connections.create(owner, connection(Owner.ORG, "acme", "main", "bearer", "x"));
    var noMethod = CatalogFixture.object();
    noMethod.putArray("authenticationTemplate");
    fixture.integrations.configure(owner, "acme", noMethod);

    CredentialLookup lookup = connections.credential(owner, tool(owner, "acme.org.main.get"));

    assertThat(((CredentialLookup.Unusable) lookup).error().code())
        .isEqualTo("connection_value_missing");
  }

  @Test
  void aValueThatIsGoneMakesTheConnectionUnusable() {
    connections.create(owner, connection(Owner.ORG, "acme", "main", "bearer", "x"));
    ToolLookup.Found tool = tool(owner, "acme.org.main.get");
    DATABASE
        .database()
        .run("delete from connection_secret where tenant_id = ?", owner.tenant().value());

    assertThat(connections.credential(owner, tool)).isInstanceOf(CredentialLookup.Unusable.class);
  }

  @Test
  void anEditSetsClearsOrKeeps() {
    fixture.connect(owner, Owner.ORG, "acme", "main");

    Connection labelled =
        connections.update(
            owner, Owner.ORG, "acme", "main", new Edit.Set("alice"), new Edit.Set("Hers"));
    Connection cleared =
        connections.update(owner, Owner.ORG, "acme", "main", new Edit.Keep(), new Edit.Set(null));

    assertThat(labelled.identityLabel()).isEqualTo("alice");
    assertThat(cleared.identityLabel()).isEqualTo("alice");
    assertThat(cleared.description()).isNull();
  }

  @Test
  void theOrganisationsConnectionsAreChangedByAdminsInPerson() {
    fixture.connect(owner, Owner.ORG, "acme", "main");

    for (Caller caller : List.of(member, TestMembers.agentOf(owner))) {
      List<Runnable> changes =
          List.of(
              () -> fixture.connect(caller, Owner.ORG, "acme", "other"),
              () ->
                  connections.update(
                      caller, Owner.ORG, "acme", "main", new Edit.Keep(), new Edit.Keep()),
              () -> connections.remove(caller, Owner.ORG, "acme", "main"));
      assertThat(changes)
          .allSatisfy(
              change ->
                  assertThatThrownBy(change::run)
                      .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 403)));
    }
    assertThat(connections.get(member, Owner.ORG, "acme", "main").name()).isEqualTo("main");
  }

  @Test
  void aMembersOwnIsNobodyElses() {
    connections.create(member, connection(Owner.USER, "acme", "mine", "bearer", "x"));
    Caller stranger = fixture.members.organization();
    ToolLookup.Found tool = tool(member, "acme.user.mine.get");

    for (Caller other : List.of(owner, stranger)) {
      assertThat(connections.list(other, null, null, 0, 10).items()).isEmpty();
      assertThatThrownBy(() -> connections.get(other, Owner.USER, "acme", "mine"))
          .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 404));
      assertThatThrownBy(() -> connections.remove(other, Owner.USER, "acme", "mine"))
          .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 404));
      assertThat(connections.credential(other, tool)).isInstanceOf(CredentialLookup.Unusable.class);
    }
    assertThat(values(member, "acme.user.mine.get")).hasSize(1);
  }

  @Test
  void aListIsPagedAndFiltered() {
    fixture.add(owner, "beta", "read get");
    for (String integration : List.of("beta", "acme")) {
      fixture.connect(owner, Owner.ORG, integration, "b");
      fixture.connect(owner, Owner.ORG, integration, "a");
      fixture.connect(owner, Owner.USER, integration, "mine");
    }

    var page = connections.list(owner, null, null, 1, 3);
    var acme = connections.list(owner, "acme", Owner.ORG, 0, 10);
    var beyond = connections.list(owner, null, null, 50, 10);

    assertThat(page.items())
        .extracting(Connection::address)
        .containsExactly("tools.acme.org.b", "tools.acme.user.mine", "tools.beta.org.a");
    assertThat(page.total()).isEqualTo(6);
    assertThat(acme.items()).extracting(Connection::name).containsExactly("a", "b");
    assertThat(beyond.items()).isEmpty();
    assertThat(beyond.total()).isEqualTo(6);
  }

  @Test
  void connectionsHaveABound() {
    for (int i = 0; i < Connections.CONNECTIONS_MAX; i++) {
      fixture.connect(owner, Owner.ORG, "acme", "n" + i);
    }

    assertThatThrownBy(() -> fixture.connect(owner, Owner.ORG, "acme", "more"))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertStatus(e, 429));
    fixture.connect(owner, Owner.ORG, "acme", "n0");
    fixture.connect(owner, Owner.USER, "acme", "more");
  }

  private Map<String, SecretValue> values(Caller caller, String path) {
    return ((CredentialLookup.Found) connections.credential(caller, tool(caller, path)))
        .credential()
        .values();
  }

  private ToolLookup.Found tool(Caller caller, String path) {
    return (ToolLookup.Found)
        fixture.catalog.open(caller).tool(ToolAddress.parse(path).orElseThrow());
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

  private static void assertStatus(ProblemException e, int status) {
    assertThat(e.problem().type().status()).isEqualTo(status);
  }
}
