package sh.executor.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.rest.Pets;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.Rest;
import sh.executor.testkit.ServiceProcess;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;
import sh.executor.testkit.Upstream;

/**
 * Fills a database through a build of the service, and keeps what came of it as a fixture. Run by
 * name, once, before a new migration lands, with the jar of the build before it:
 *
 * <pre>{@code
 * ./mvnw test -Dtest=FixtureWriter -Dexecutor.upgrade.jar=<build>/target/quarkus-app/quarkus-run.jar
 * }</pre>
 */
@EnabledIfSystemProperty(named = FixtureWriter.JAR, matches = ".+")
class FixtureWriter {

  static final String JAR = "executor.upgrade.jar";

  /** For the tests only: it seals nothing of anybody's. */
  private static final Fixture.Clients NOBODY =
      new Fixture.Clients(
          "dGhlIGtleSBvZiB0aGUgdXBncmFkZSBmaXh0dXJlcy4=",
          "the-owner-of-the-upgrade-fixtures-0123456789",
          "the-agent-of-the-upgrade-fixtures-0123456789",
          "",
          Map.of(),
          "",
          null);

  @TempDir Path data;

  @Test
  void write() {
    try (TestDatabase database = TestDatabase.empty();
        Upstream upstream = Pets.open();
        ServiceProcess service =
            NOBODY.start(Path.of(System.getProperty(JAR)), data, database.login())) {
      Fixture.Clients clients = fill(service, upstream);
      strangers(database);
      service.stop();
      String version =
          database
              .database()
              .one(
                  "select max(version) from flyway_schema_history where success",
                  row -> "V" + row.text(1))
              .orElseThrow();
      String rows = Rows.dump(database.login(), Instant.now());
      new Fixture(version, clients, rows.replace(upstream.url(), Fixture.UPSTREAM)).write();
    }
  }

  private static Fixture.Clients fill(ServiceProcess service, Upstream upstream) {
    Rest owner = Rest.at(service.mcp()).as(service.ownerToken());
    Pets.add(owner, upstream, "pets");
    Pets.connect(owner, "pets");
    Pets.add(owner, upstream, "gone");
    owner.delete("/integrations/gone").expect(200);
    owner
        .post("/policies", "{'owner':'org','pattern':'pets.*.*.pets.nothing','action':'block'}")
        .expect(200);
    JsonNode key = owner.post("/account/api-keys", "{'name':'kept'}").expect(200);
    Mcp agent = Mcp.at(service.mcp()).as(service.agentKey());
    Map<String, String> sessions = new LinkedHashMap<>();
    for (String revision : new String[] {"2025-03-26", "2025-06-18", "2025-11-25"}) {
      sessions.put(revision, agent.connect(revision).sessionId());
    }
    JsonNode paused =
        agent
            .connect()
            .execute("return (await tools.pets.org.main.pets.createPet({body: {name: 'Rex'}})).ok")
            .at("/result/structuredContent");
    boolean waits =
        paused.path("status").asText().matches("waiting_for_interaction|user_approval_required");
    return new Fixture.Clients(
        NOBODY.secretKey(),
        service.ownerToken(),
        service.agentKey(),
        key.path("value").asText(),
        sessions,
        waits ? paused.path("executionId").asText() : "",
        unread(agent.connect()));
  }

  /** A call whose connection broke right after the beginning of its answer. */
  private static Fixture.Clients.Unread unread(Mcp agent) {
    McpStream stream =
        agent.calling(
            "execute",
            "{'code':'await tools.search({ query: `x` }); return %d'}"
                .formatted(Fixture.Clients.Unread.RESULT));
    JsonNode _ = stream.next("notifications/progress");
    stream.readToItsEnd();
    String beginning = stream.lastEventId().replaceFirst(":.*", ":" + "0".repeat(16));
    return new Fixture.Clients.Unread(agent.sessionId(), beginning);
  }

  /** Somebody else's organisation, and a member who is not its owner. */
  private static void strangers(TestDatabase database) {
    TestMembers members = new TestMembers(database.database());
    Caller owner = members.organization();
    assertThat(members.member(owner, Role.MEMBER).tenant()).isEqualTo(owner.tenant());
  }
}
