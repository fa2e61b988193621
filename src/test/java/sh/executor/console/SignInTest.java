package sh.executor.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.auth.ApiKeys;
import sh.executor.auth.Authenticator;
import sh.executor.kernel.Caller;
import sh.executor.kernel.UuidV7;
import sh.executor.secret.Seals;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.RawHttp;

/** Who gets to the pages, and what a browser is told to keep out. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SignInTest {

  private static final String COOKIE = "executor_session";
  private static final String ASKED = "<title>Sign in · Executor</title>";

  private final Cast cast = Cast.assemble();

  @Test
  void whoeverIsNotSignedInIsAskedToAndThenGoesOn() {
    Browser browser = new Browser();
    String path = "/approve/exec_00000000000000000000000000";

    Browser.Page asked = browser.get(path);
    Browser.Page entered = browser.signIn(cast.member().key(), path);

    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.text()).contains(ASKED, "<label for=\"key\">");
    assertThat(entered.status()).isEqualTo(303);
    assertThat(entered.header("location")).isEqualTo(path);
    assertThat(browser.get("/").text()).contains("Nothing waits for your answer.");
  }

  @Test
  void theCookieIsForTheServerAloneAndHoldsNoKey() {
    Browser browser = new Browser();

    Browser.Page entered = browser.signIn(cast.member().key(), "/");

    assertThat(entered.response().headers().allValues("set-cookie"))
        .filteredOn(cookie -> cookie.startsWith(COOKIE))
        .singleElement()
        .satisfies(
            cookie ->
                assertThat(cookie)
                    .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=1800")
                    .hasSizeLessThan(400)
                    .doesNotContain(cast.member().key()));
  }

  @Test
  void everyPageKeepsOtherSitesOut() {
    for (String path : new String[] {"/", "/approve/x"}) {
      Browser.Page page = new Browser().get(path);

      assertThat(page.header("content-security-policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
          .doesNotContain("unsafe");
      assertThat(page.header("x-frame-options")).isEqualTo("DENY");
      assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
      assertThat(page.header("cache-control")).isEqualTo("no-store");
      assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(page.text()).contains("<html lang=\"en\">", "<main>", "<h1>");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "exk_nonsense", "a.b.c"})
  void whatIsNoKeyOpensNothing(String key) {
    Browser browser = new Browser();

    Browser.Page refused = browser.signIn(key, "/");

    assertThat(refused.status()).isIn(403, 422);
    assertThat(refused.text()).contains(ASKED, "role=\"alert\"");
    assertThat(browser.cookies).doesNotContainKey(COOKIE);
  }

  @Test
  void anAgentsKeyOpensNothing() {
    String key =
        bean(ApiKeys.class).create(cast.owner().caller(), Caller.Credential.AGENT, "agent").value();
    Browser browser = new Browser();

    Browser.Page refused = browser.signIn(key, "/");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("agent");
    assertThat(browser.cookies).doesNotContainKey(COOKIE);
  }

  @Test
  void noOtherSiteSignsSomebodyIn() {
    Browser without = new Browser();
    Browser with = new Browser();
    with.get("/");
    String form = new Browser().get("/").hidden("form");

    for (Browser browser : new Browser[] {without, with}) {
      Browser.Page refused =
          browser.post("/sign-in", Map.of("form", form, "next", "/", "key", cast.member().key()));

      assertThat(refused.status()).isEqualTo(403);
      assertThat(browser.cookies).doesNotContainKey(COOKIE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example/", "//evil.example", "/mcp", "/approve/../x", ""})
  void onlyPagesOfOursAreGoneTo(String next) {
    Browser browser = new Browser();
    String form = browser.get("/").hidden("form");

    Browser.Page entered =
        browser.post("/sign-in", Map.of("form", form, "next", next, "key", cast.member().key()));

    assertThat(entered.header("location")).isEqualTo("/");
  }

  @Test
  void aForgedCookieIsNone() {
    Browser browser = Browser.signedIn(cast.member().key());
    Browser admin = Browser.signedIn(cast.admin().key());
    byte[] sealed = Base64.getUrlDecoder().decode(browser.cookies.get(COOKIE));
    byte[] others = Base64.getUrlDecoder().decode(admin.cookies.get(COOKIE));

    for (int at : new int[] {0, 16, 32, 48, sealed.length - 1}) {
      byte[] forged = sealed.clone();
      forged[at] ^= 1;
      assertAsked(encoded(forged));
    }
    // The number of one with what is sealed for another.
    byte[] mixed = sealed.clone();
    System.arraycopy(others, 48, mixed, 48, mixed.length - 48);
    assertAsked(encoded(mixed));
    assertAsked("x");
    assertAsked("x".repeat(600));
    assertAsked("!");
  }

  @Test
  void aSessionEndsInTime() {
    Caller person = cast.member().caller();
    byte[] proof = Authenticator.proof(cast.member().key());

    String old = sessions(Duration.ofMinutes(31)).begin(person, proof);
    String young = sessions(Duration.ofMinutes(29)).begin(person, proof);

    assertAsked(old);
    Browser browser = new Browser();
    browser.cookies.put(COOKIE, young);
    assertThat(browser.get("/").text()).doesNotContain(ASKED);
  }

  @Test
  void aRevokedKeyEndsItsSessions() {
    Browser browser = Browser.signedIn(cast.member().key());
    String id =
        cast.member().rest().get("/account/api-keys").expect(200).at("/apiKeys/0/id").asText();

    cast.member().rest().delete("/account/api-keys/" + id).expect(200);

    assertThat(browser.get("/").text()).contains(ASKED);
  }

  @Test
  void whoeverSignsOutIsOut() {
    Browser browser = Browser.signedIn(cast.member().key());
    String csrf = browser.get("/").hidden("csrf");

    browser.post("/sign-out", Map.of("csrf", "x"));
    assertThat(browser.get("/").text()).doesNotContain(ASKED);
    browser.post("/sign-out", Map.of("csrf", csrf));

    assertThat(browser.get("/").text()).contains(ASKED);
  }

  @Test
  void anAnswerOfSomebodyWhoIsNotSignedInIsNotTaken() {
    Browser.Page refused =
        new Browser().post("/approve/exec_00000000000000000000000000", Map.of("action", "accept"));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains(ASKED);
  }

  @Test
  void otherMethodsAndOtherNamesAreTurnedAway() {
    Browser browser = new Browser();

    Browser.Page method = browser.send(browser.request("/").DELETE());
    String host = RawHttp.send("GET / HTTP/1.1\nHost: evil.example\n\n");

    assertThat(method.status()).isEqualTo(405);
    assertThat(method.header("allow")).isEqualTo("GET");
    assertThat(host).startsWith("HTTP/1.1 403");
  }

  @Test
  void aBodyIsBounded() {
    Browser browser = Browser.signedIn(cast.member().key());

    Browser.Page refused = browser.post("/sign-in", Map.of("key", "x".repeat(70_000)));
    Browser.Page noForm =
        browser.send(
            browser
                .request("/sign-in")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(refused.status()).isEqualTo(413);
    assertThat(noForm.status()).isEqualTo(403);
  }

  private static Sessions sessions(Duration ago) {
    return new Sessions(
        bean(Authenticator.class),
        bean(Seals.class),
        bean(UuidV7.class),
        InstantSource.fixed(Instant.now().minus(ago)),
        new SecureRandom(),
        () -> Duration.ofMinutes(30));
  }

  private static void assertAsked(String cookie) {
    Browser browser = new Browser();
    browser.cookies.put(COOKIE, cookie);

    Browser.Page page = browser.get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains(ASKED);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static <T> T bean(Class<T> type) {
    return Arc.container().instance(type).get();
  }
}
