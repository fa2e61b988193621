package sh.executor.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.database.Database;
import sh.executor.execution.model.InteractionId;
import sh.executor.rest.Paused;
import sh.executor.rest.Pets;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Upstream;

/** The page of a run that waits, through HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ApprovalPageTest {

  private final Upstream upstream = Pets.open();
  private final Cast cast = Cast.assemble();
  private final Browser member = Browser.signedIn(cast.member().key());

  @BeforeEach
  void connect() {
    Paused.connect(cast, upstream);
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void thePageSaysWhoAsksForWhatAsWhomAndWhy() {
    JsonNode paused = pause(Paused.CREATE);

    Browser.Page page = member.get(path(paused));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains("An execution of member &lt;member-")
        .contains("May this call be made?")
        .contains("Account: tools.pets.org.main")
        .contains("Asked because it may change something")
        .contains("<code>pets.org.main.pets.createPet</code>")
        .contains("&quot;name&quot; : &quot;Tom&quot;")
        .contains("<time datetime=\"")
        .doesNotContain(Pets.TOKEN);
  }

  @Test
  void whatScriptsSayIsShownAndNotRead() {
    JsonNode paused =
        pause(
            "return await tools.pets.org.main.pets.createPet({body:{name:"
                + "'<script>alert(1)</script>\" onfocus=alert(2) x=\\'\\u202Egpj'}})");

    String page = member.get(path(paused)).text();

    assertThat(paused.toString()).contains("<script>");
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("\u202E")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void aCallIsMadeWhenThePersonApproves() {
    JsonNode paused = pause(Paused.CREATE);

    Browser.Page answered = answer(member, paused, "accept");
    String after =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> member.get(answered.header("location")).text(),
                text -> text.contains("It has come to its end."));

    assertThat(answered.status()).isEqualTo(303);
    assertThat(after)
        .contains("<p role=\"status\">It was accepted: pets.org.main.pets.createPet.")
        .contains("Nothing waits for an answer.")
        .contains("on this page");
    assertThat(upstream.ledger("POST", "/pets")).hasSize(1);
    assertThat(cast.member().rest().get("/executions/" + Paused.id(paused)).text())
        .contains("\"answeredVia\":\"page\"");
  }

  @Test
  void anAdminAnswersForAMember() {
    JsonNode paused = pause(Paused.CREATE);

    Browser.Page answered = answer(Browser.signedIn(cast.admin().key()), paused, "decline");

    assertThat(answered.status()).isEqualTo(303);
    assertThat(member.get(path(paused)).text()).contains("It was declined");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void allQuestionsOfARunAreOnItsPage() {
    JsonNode paused = pause(Paused.CREATE_TWO);

    String both = member.get(path(paused)).text();
    answer(member, paused, "cancel");
    String one = member.get(path(paused)).text();

    assertThat(both).contains("(1 of 2)", "(2 of 2)", "Tom", "Kim");
    assertThat(one).contains("May this call be made?</h2>", "Kim", "It was cancelled");
  }

  @Test
  void aQuestionThatCanNotBeShownSaysSoAndIsDeclined() {
    JsonNode paused = pause(Paused.CREATE);
    Paused.damage(paused);

    Browser.Page page = member.get(path(paused));
    String waiting = member.get("/").text();
    Browser.Page accepted = answer(member, paused, "accept");
    Browser.Page declined = answer(member, paused, "decline");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains("can not be shown", "<code>pets.org.main.pets.createPet</code>")
        .contains("value=\"decline\"")
        .doesNotContain("value=\"accept\"");
    assertThat(waiting).contains("pets.org.main.pets.createPet", Paused.id(paused));
    assertThat(accepted.status()).isEqualTo(403);
    assertThat(declined.status()).isEqualTo(303);
    assertThat(member.get(path(paused)).text()).contains("It was declined");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void aSecondAnswerIsToldWhatStands() {
    JsonNode paused = pause(Paused.CREATE);
    Browser.Page form = member.get(path(paused));
    answer(Browser.signedIn(cast.admin().key()), paused, "decline");

    Browser.Page late = submit(member, form, paused, "accept", form.hidden("csrf"));

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text()).contains("role=\"alert\"", "changed nothing", "It was declined");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void anAnswerAfterTheDeadlineIsTooLate() {
    JsonNode paused = pause(Paused.CREATE);
    Browser.Page form = member.get(path(paused));
    Arc.container()
        .instance(Database.class)
        .get()
        .run(
            "update interaction set deadline = ? where id = ?",
            Instant.now().minusSeconds(1),
            InteractionId.parse(Paused.question(paused)).orElseThrow().value());

    Browser.Page late = submit(member, form, paused, "accept", form.hidden("csrf"));

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text()).contains("Nobody answered in time");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void aFormThatIsNotOursChangesNothing() {
    JsonNode paused = pause(Paused.CREATE);
    Browser.Page form = member.get(path(paused));
    String others = Browser.signedIn(cast.admin().key()).get(path(paused)).hidden("csrf");

    for (String csrf : new String[] {"", "x", others}) {
      Browser.Page refused = submit(member, form, paused, "accept", csrf);

      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text()).contains("out of date");
    }
    assertThat(member.get(path(paused)).text()).contains("May this call be made?");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void aFormOfAnotherSiteChangesNothing() {
    JsonNode paused = pause(Paused.CREATE);
    Browser.Page form = member.get(path(paused));
    String body =
        Browser.form(
            Map.of(
                "csrf", form.hidden("csrf"),
                "interaction", Paused.question(paused),
                "action", "accept"));

    for (Map.Entry<String, String> header :
        Map.of("Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site").entrySet()) {
      Browser.Page refused =
          member.send(
              member
                  .request(path(paused))
                  .header(header.getKey(), header.getValue())
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(body)));

      assertThat(refused.status()).isEqualTo(403);
    }
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void thoseItDoesNotConcernSeeNothing() {
    JsonNode paused = pause(Paused.CREATE);
    Browser.Page form = member.get(path(paused));
    Browser other = Browser.signedIn(cast.other().key());
    Browser stranger = Browser.signedIn(Cast.assemble().owner().key());

    for (Browser browser : new Browser[] {other, stranger}) {
      Browser.Page page = browser.get(path(paused));
      String csrf = browser.get("/").hidden("csrf");

      assertThat(page.status()).isEqualTo(404);
      assertThat(page.text()).doesNotContain("pets", "Tom");
      assertThat(submit(browser, form, paused, "accept", csrf).status()).isEqualTo(404);
      assertThat(browser.get("/").text()).doesNotContain("pets");
    }
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void whatIsNoAnswerIsSaidToBeNone() {
    JsonNode paused = pause(Paused.CREATE);
    Browser.Page form = member.get(path(paused));
    String csrf = form.hidden("csrf");

    assertThat(submit(member, form, paused, "maybe", csrf).status()).isEqualTo(400);
    assertThat(
            member
                .post(path(paused), Map.of("csrf", csrf, "interaction", "x", "action", "accept"))
                .status())
        .isEqualTo(400);
    assertThat(member.get(path(paused)).text()).contains("May this call be made?");
  }

  @Test
  void theFrontPageLeadsToWhatWaits() {
    JsonNode paused = pause(Paused.CREATE);

    assertThat(member.get("/").text()).contains("href=\"" + path(paused) + "\"");
    assertThat(Browser.signedIn(cast.admin().key()).get("/").text())
        .contains("href=\"" + path(paused) + "\"", "another member");
    answer(member, paused, "decline");
    assertThat(member.get("/").text()).contains("Nothing waits for your answer.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/approve/x", "/approve/exec_00000000000000000000000000"})
  void aRunThatIsNotThereIsNotFound(String path) {
    assertThat(member.get(path).status()).isEqualTo(404);
  }

  private JsonNode pause(String code) {
    return Paused.pause(cast.member().rest(), code);
  }

  private static Browser.Page answer(Browser browser, JsonNode paused, String action) {
    Browser.Page form = browser.get(path(paused));
    return submit(browser, form, paused, action, form.hidden("csrf"));
  }

  private static Browser.Page submit(
      Browser browser, Browser.Page form, JsonNode paused, String action, String csrf) {
    return browser.post(
        path(paused),
        Map.of("csrf", csrf, "interaction", form.hidden("interaction"), "action", action));
  }

  private static String path(JsonNode paused) {
    return "/approve/" + Paused.id(paused);
  }
}
