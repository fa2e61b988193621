package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.arc.Arc;
import java.net.http.HttpRequest.BodyPublishers;
import sh.executor.database.Database;
import sh.executor.execution.model.InteractionId;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

/** Scripts over the API of {@link Pets} that wait for a person, as a client of REST sees them. */
public final class Paused {

  /** One write. */
  public static final String CREATE =
      "return await tools.pets.org.main.pets.createPet({body:{name:'Tom'}})";

  /** Two writes side by side. */
  public static final String CREATE_TWO =
      """
      const all = await Promise.allSettled(['Tom', 'Kim'].map((name) =>
        tools.pets.org.main.pets.createPet({ body: { name } })));
      return all.map((one) => one.status);""";

  private Paused() {}

  /** Adds the API and an organisation's connection to it. */
  public static void connect(Cast cast, Upstream upstream) {
    Rest admin = cast.admin().rest();
    admin.post("/openapi/specs", Pets.byText(upstream, "pets")).expect(200);
    Pets.connect(admin, "pets");
  }

  /** Runs a script as it is written. */
  public static Rest.Answer execute(Rest client, String code, boolean autoApprove) {
    return client.send(
        client
            .request("/executions")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("code", code)
                        .put("autoApprove", autoApprove)
                        .toString())));
  }

  /** Runs a script until it waits; its structured answer. */
  public static JsonNode pause(Rest client, String code) {
    JsonNode run = execute(client, code, false).expect(200);
    assertThat(run.path("status").asText()).as("%s", run).isEqualTo("paused");
    return run.path("structured");
  }

  /** Makes what its first question asks unreadable in the database. */
  public static void damage(JsonNode paused) {
    int changed =
        Arc.container()
            .instance(Database.class)
            .get()
            .run(
                "update interaction set request = decode(repeat('00', 64), 'hex') where id = ?",
                InteractionId.parse(question(paused)).orElseThrow().value());
    assertThat(changed).isEqualTo(1);
  }

  /** The id of a paused run. */
  public static String id(JsonNode paused) {
    return paused.path("executionId").asText();
  }

  /** The id of its first question. */
  public static String question(JsonNode paused) {
    return paused.at("/interaction/id").asText();
  }
}
