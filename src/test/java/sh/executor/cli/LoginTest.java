package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.testkit.Together;
import sh.executor.testkit.Upstream;

/** Signing in, against a server that plays both an Executor and what people sign in at. */
class LoginTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private final FakeSignIn fake = new FakeSignIn();
  private final CommandRun.NoHost host = new CommandRun.NoHost();

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void aPersonSignsInByACodeAndIsKnownFromThenOn() throws IOException {
    fake.tokens("authorization_pending", "slow_down", "authorization_pending", "ok");

    CommandRun login = run("login", "--base-url", fake.url());
    CommandRun whoami = run("whoami");

    assertThat(login.code()).as(login.err()).isZero();
    assertThat(login.err())
        .contains("To sign in, open:  " + fake.url() + "/device", "confirm the code:  AB-CD");
    assertThat(login.out()).contains("as ana@example.com").doesNotContain("access-");
    assertThat(host.pauses())
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));
    assertThat(whoami.out()).contains("ana@example.com");
    assertThat(fake.last("/device-code"))
        .containsEntry("client_id", "executor-cli")
        .containsEntry("resource", fake.url())
        .containsEntry("scope", "openid offline_access");
    assertThat(fake.last("/token"))
        .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
        .containsEntry("device_code", "dev-1");
    Path file = folder.resolve("server-connections.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @CsvSource({
    "access_denied, was declined",
    "expired_token, not confirmed in time",
    "invalid_client, refused (invalid_client)"
  })
  void whoIsRefusedIsToldAndNothingIsKept(String error, String message) {
    fake.tokens(error);

    CommandRun login = run("login", "--base-url", fake.url());

    assertThat(login.code()).isEqualTo(1);
    assertThat(login.err().lines().toList().getLast()).contains(message);
    assertThat(folder.resolve("server-connections.json")).doesNotExist();
  }

  @Test
  void aCodeThatIsNeverConfirmedRunsOut() {
    fake.tokens("authorization_pending");

    CommandRun login = run("login", "--base-url", fake.url());

    assertThat(login.err()).contains("not confirmed in time");
    assertThat(host.pauses()).hasSize(600 / 5);
  }

  @Test
  void aServerThatOffersNoneSaysWhatElseThereIs() {
    fake.offering(false);

    CommandRun login = run("login", "--base-url", fake.url());

    assertThat(login.code()).isEqualTo(1);
    assertThat(login.err()).contains("offers no sign-in by a code", "EXECUTOR_API_KEY");
  }

  @Test
  void anIssuerThatIsAnotherIsNotBelieved() {
    fake.issuing("http://127.0.0.1:1");

    assertThat(run("login", "--base-url", fake.url()).err()).contains("offers no sign-in");
  }

  @Test
  void tokensAreNotFetchedInTheClear() {
    fake.tokenEndpoint("http://login.example/token");

    CommandRun login = run("login", "--base-url", fake.url());

    assertThat(login.err()).contains("http://login.example", "not https");
    assertThat(fake.forms("/device-code")).isEmpty();
  }

  @Test
  void aTokenIsRenewedBeforeItExpiresAndTheNextOneKept() {
    fake.tokens("ok");
    run("login", "--base-url", fake.url());

    host.forward(Duration.ofSeconds(3_600 - 59));
    CommandRun first = run("whoami");
    CommandRun second = run("whoami");

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(second.code()).isZero();
    assertThat(fake.forms("/token")).hasSize(2);
    assertThat(fake.last("/token")).containsEntry("refresh_token", "refresh-1");
    host.forward(Duration.ofHours(1));
    run("whoami");
    assertThat(fake.last("/token")).containsEntry("refresh_token", "refresh-2");
  }

  @Test
  void aTokenIsRenewedByOneOfMany() throws Exception {
    fake.tokens("ok");
    run("login", "--base-url", fake.url());
    host.forward(Duration.ofHours(1));

    List<CommandRun> runs = Together.all(8, () -> run("whoami"));

    assertThat(runs).extracting(CommandRun::code).containsOnly(0);
    assertThat(fake.forms("/token")).hasSize(2);
  }

  @Test
  void whoHasBeenSignedOutElsewhereSignsInAgain() {
    fake.tokens("ok", "invalid_grant");
    run("login", "--base-url", fake.url());
    host.forward(Duration.ofHours(2));

    assertThat(run("whoami").err()).contains("(invalid_grant): use 'executor login'");
  }

  @Test
  void twoAccountsOfAServerAreTwo() {
    fake.tokens("ok");
    run("login", "--base-url", fake.url());
    fake.account("ben@example.com");
    run("login", "--base-url", fake.url());

    assertThat(run("server", "list").out()).contains("* ", "ana@example.com", "ben@example.com");
    assertThat(run("whoami", "--base-url", fake.url()).err()).contains("name one of them");
    assertThat(run("whoami", "--server", "ben@example.com").code()).isZero();
  }

  @Test
  void signedOutIsSignedOut() throws IOException {
    fake.tokens("ok");
    run("login", "--base-url", fake.url(), "--name", "work", "--json");

    CommandRun logout = run("logout", "--server", "work");

    assertThat(logout.out()).contains("Signed out of work.");
    assertThat(Files.readString(folder.resolve("server-connections.json")))
        .contains("work")
        .doesNotContain("access-", "refresh-");
    assertThat(run("logout", "--server", "local").err()).contains("Nothing is kept");
  }

  @Test
  void aSignInIsEndedWhereItWasMade() {
    fake.tokens("ok");
    fake.revocation(200);
    run("login", "--base-url", fake.url(), "--name", "work");

    CommandRun logout = run("logout", "--server", "work");

    assertThat(logout.out().strip()).isEqualTo("Signed out of work.");
    assertThat(logout.err()).isEmpty();
    assertThat(fake.forms("/revoke"))
        .containsExactly(
            Map.of(
                "token", "refresh-1",
                "token_type_hint", "refresh_token",
                "client_id", "executor-cli"),
            Map.of(
                "token", "access-1",
                "token_type_hint", "access_token",
                "client_id", "executor-cli"));
  }

  @ParameterizedTest
  @CsvSource({"0, no way to end a sign-in", "503, ended there failed"})
  void whatIsNotEndedThereIsForgottenHereAndTold(int status, String told) throws IOException {
    fake.tokens("ok");
    fake.revocation(status);
    run("login", "--base-url", fake.url(), "--name", "work");

    CommandRun logout = run("logout", "--server", "work");

    assertThat(logout.code()).isZero();
    assertThat(logout.err()).contains(told).doesNotContain("access-", "refresh-");
    assertThat(Files.readString(folder.resolve("server-connections.json")))
        .doesNotContain("access-", "refresh-");
    run("login", "--base-url", fake.url(), "--name", "work");
    assertThat(run("logout", "--server", "work", "--json").out()).contains("\"revoked\": false");
  }

  @Test
  void tokensAreShownToNobodyButWhoIssuedThem() {
    fake.tokens("ok");
    run("login", "--base-url", fake.url(), "--name", "work");
    fake.tokenEndpoint("https://login.example/token");
    fake.revocation(200);

    assertThat(run("logout", "--server", "work").err()).contains("no way to end a sign-in");

    assertThat(fake.forms("/revoke")).isEmpty();
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data-dir", folder.toString()));
    return CommandRun.of(Map.of(), "", host, all.toArray(String[]::new));
  }

  /** What people sign in at, and the server they sign in for, on one port. */
  private static final class FakeSignIn implements AutoCloseable {

    private final Upstream upstream = Upstream.answering(this::answer);
    private final List<String> script = new ArrayList<>(List.of("ok"));
    private boolean offering = true;
    private String issuer = upstream.url();
    private String tokenEndpoint = upstream.url() + "/token";
    private String account = "ana@example.com";
    private int issued;
    private int revocation;

    String url() {
      return upstream.url();
    }

    /** What the token endpoint says, one after the other; the last one again and again. */
    synchronized void tokens(String... answers) {
      script.clear();
      script.addAll(Arrays.asList(answers));
    }

    synchronized void offering(boolean offers) {
      offering = offers;
    }

    synchronized void issuing(String claimed) {
      issuer = claimed;
    }

    synchronized void tokenEndpoint(String url) {
      tokenEndpoint = url;
    }

    /** What it answers to who revokes a token; 0 for offering no such thing. */
    synchronized void revocation(int status) {
      revocation = status;
    }

    synchronized void account(String email) {
      account = email;
    }

    List<Map<String, String>> forms(String path) {
      return upstream.ledger("POST", path).stream().map(call -> fields(call.text())).toList();
    }

    Map<String, String> last(String path) {
      return forms(path).getLast();
    }

    private static Map<String, String> fields(String form) {
      return Arrays.stream(form.split("&"))
          .map(field -> field.split("=", 2))
          .collect(
              Collectors.toMap(
                  field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    private synchronized Upstream.Reply answer(Upstream.Call call) {
      return switch (call.path()) {
        case "/.well-known/oauth-protected-resource" ->
            offering
                ? json(
                    200,
                    "{'resource':'%s','authorization_servers':['%s'],"
                        + "'scopes_supported':['openid','offline_access']}",
                    url(),
                    url())
                : json(404, "{'error':'not_found'}");
        case "/.well-known/oauth-authorization-server" ->
            json(
                200,
                "{'issuer':'%s','token_endpoint':'%s','device_authorization_endpoint':'%s'%s}",
                issuer,
                tokenEndpoint,
                url() + "/device-code",
                revocation == 0 ? "" : ",\"revocation_endpoint\":\"" + url() + "/revoke\"");
        case "/revoke" -> Upstream.Reply.empty(revocation);
        case "/device-code" ->
            json(
                200,
                "{'device_code':'dev-1','user_code':'AB-CD','verification_uri':'%s/device',"
                    + "'expires_in':600,'interval':5}",
                url());
        case "/token" -> token();
        case "/api/account/me" ->
            call.header("authorization").orElse("").startsWith("Bearer access-")
                ? json(200, "{'user':{'id':'a','email':'%s'},'organization':null}", account)
                : json(401, "{'_tag':'Unauthorized','detail':'no'}");
        default -> Upstream.Reply.empty(404);
      };
    }

    private Upstream.Reply token() {
      String next = script.size() > 1 ? script.removeFirst() : script.getFirst();
      if (!next.equals("ok")) {
        return json(400, "{'error':'%s'}", next);
      }
      issued++;
      return json(
          200,
          "{'access_token':'access-%d','refresh_token':'refresh-%d','expires_in':3600}",
          issued,
          issued);
    }

    private static Upstream.Reply json(int status, String text, Object... parts) {
      String json = text.replace('\'', '"').formatted(parts);
      try {
        JsonNode checked = JSON.readTree(json);
        return Upstream.Reply.json(status, checked.toString());
      } catch (IOException e) {
        throw new UncheckedIOException("play " + json, e);
      }
    }

    @Override
    public void close() {
      upstream.close();
    }
  }
}
