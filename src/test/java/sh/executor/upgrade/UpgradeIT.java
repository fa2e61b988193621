package sh.executor.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.executor.database.DatabaseLogin;
import sh.executor.rest.Pets;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.Rest;
import sh.executor.testkit.ServiceProcess;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.Upstream;

/** What older builds left behind, under the packaged service. */
class UpgradeIT {

  private static final String LIST_PETS =
      "return (await tools.pets.org.main.pets.listPets({})).data[0].name";

  @TempDir Path data;

  static List<Fixture> fixtures() {
    return Fixture.all();
  }

  @Test
  void everyMigrationIsTriedOnWhatTheBuildBeforeItLeft() {
    try (TestDatabase empty = TestDatabase.empty()) {
      DatabaseLogin login = empty.login();
      List<String> versions =
          Arrays.stream(
                  Flyway.configure()
                      .dataSource(login.url(), login.user(), login.password())
                      .load()
                      .info()
                      .all())
              .map(MigrationInfo::getVersion)
              .map(version -> "V" + version)
              .toList();

      assertThat(fixtures())
          .extracting(Fixture::version)
          .containsAll(versions.subList(0, versions.size() - 1));
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void nothingIsLostAndEverybodyGoesOn(Fixture fixture) {
    Fixture.Clients clients = fixture.clients();
    try (TestDatabase database = TestDatabase.empty();
        Upstream upstream = Pets.open()) {
      fixture.load(database.login(), upstream.url(), Instant.now());
      Map<String, Long> before = Rows.counts(database.login());

      try (ServiceProcess service = clients.start(ServiceProcess.JAR, data, database.login())) {
        assertThat(Rows.counts(database.login())).containsAllEntriesOf(before);
        assertTheOwnerFindsEverything(service, clients);
        Mcp agent = Mcp.at(service.mcp()).as(clients.agentKey());
        clients.sessions().values().forEach(session -> assertGoesOn(agent.in(session)));
        assertThat(upstream.ledger("GET", "/pets"))
            .hasSameSizeAs(clients.sessions().values())
            .allMatch(call -> ("Bearer " + Pets.TOKEN).equals(call.headers().get("authorization")));
        assertThat(upstream.ledger("POST", "/pets")).isEmpty();
        assertItsAnswerIsThere(agent, clients.unread());
        if (!clients.pausedRun().isEmpty()) {
          assertItIsAnswered(service, clients);
          assertThat(upstream.ledger("POST", "/pets")).hasSize(1);
        }
      }
    }
  }

  private static void assertGoesOn(Mcp session) {
    JsonNode answer = session.execute(LIST_PETS);

    assertThat(answer.at("/result/structuredContent/result").asText())
        .as(answer.toString())
        .isEqualTo("Rex");
  }

  /** An answer that the build before wrote down, and that nobody took. */
  private static void assertItsAnswerIsThere(Mcp agent, Fixture.Clients.@Nullable Unread unread) {
    if (unread != null) {
      Mcp.Answer replayed = agent.in(unread.session()).resume(unread.after());

      assertThat(replayed.message().at("/result/structuredContent/result").asInt())
          .as(replayed.text())
          .isEqualTo(Fixture.Clients.Unread.RESULT);
    }
  }

  /** A run that waited in the build before, with its script as a snapshot. */
  private static void assertItIsAnswered(ServiceProcess service, Fixture.Clients clients) {
    Rest owner = Rest.at(service.mcp()).as(clients.ownerToken());
    String run = "/executions/" + clients.pausedRun();
    JsonNode answered = owner.post(run + "/resume", "{'action':'accept'}").expect(200);

    assertThat(answered.at("/structured/result").asBoolean()).as(answered.toString()).isTrue();
    assertThat(owner.get(run).expect(200).at("/execution/status").asText()).isEqualTo("completed");
  }

  private static void assertTheOwnerFindsEverything(
      ServiceProcess service, Fixture.Clients clients) {
    Rest owner = Rest.at(service.mcp()).as(clients.ownerToken());
    Rest person = owner.as(clients.personKey());

    assertThat(owner.get("/integrations").expect(200).findValuesAsText("slug")).contains("pets");
    assertThat(owner.get("/connections").expect(200).findValuesAsText("name")).contains("main");
    assertThat(owner.get("/policies").expect(200).findValuesAsText("action")).contains("block");
    assertThat(person.get("/account/me").expect(200)).isEqualTo(owner.get("/account/me").json());
  }
}
