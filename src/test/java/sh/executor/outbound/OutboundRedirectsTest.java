package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.executor.outbound.OutboundTest.text;
import static sh.executor.outbound.Requests.get;
import static sh.executor.outbound.Requests.send;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.outbound.OutboundRequest.Header;
import sh.executor.outbound.OutboundResult.Answered;
import sh.executor.outbound.OutboundResult.Refused;
import sh.executor.outbound.TestOutbound.Outside;
import sh.executor.testkit.ScriptedServer;
import sh.executor.testkit.ScriptedServer.Seen;

class OutboundRedirectsTest {

  @AutoClose private final TestOutbound out = TestOutbound.local();

  @ParameterizedTest
  @CsvSource({
    "301, GET, GET",
    "302, GET, GET",
    "303, GET, GET",
    "307, GET, GET",
    "308, GET, GET",
    "301, POST, GET",
    "302, POST, GET",
    "303, POST, GET",
    "303, PUT, GET",
    "303, HEAD, HEAD",
    "301, PUT, PUT",
    "302, DELETE, DELETE",
    "307, POST, POST",
    "308, PATCH, PATCH",
  })
  void aRedirectIsFollowedWithTheMethodItAsksFor(int status, String method, String next)
      throws Exception {
    try (var server = redirecting(status, "/next")) {
      OutboundResult result =
          out.send(send(method, server.uri("/"), "body", new Header("Content-Type", "text/plain")));

      assertThat(((Answered) result).uri()).isEqualTo(server.uri("/next"));
      Seen last = server.ledger().getLast();
      assertThat(last.method()).isEqualTo(next);
      assertThat(last.body()).isEqualTo(next.equals(method) ? "body" : "");
      assertThat(last.header("content-type").isPresent()).isEqualTo(next.equals(method));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 304, 305, 306, 399})
  void anyOtherStatusIsTheAnswer(int status) throws Exception {
    try (var server = redirecting(status, "/next")) {
      assertThat(((Answered) out.send(get(server.uri("/")))).status()).isEqualTo(status);
      assertThat(server.ledger()).hasSize(1);
    }
  }

  @Test
  void aRedirectWithoutLocationIsTheAnswer() throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(302, "stay"))) {
      assertThat(text(out.send(get(server.uri("/"))))).isEqualTo("stay");
    }
  }

  @Test
  void withinAnOriginCredentialsAreKept() throws Exception {
    try (var server = redirecting(307, "/next?api_key=k2&page=2")) {
      out.send(withCredentials(server.uri("/")));

      Seen last = server.ledger().getLast();
      assertThat(last.target()).isEqualTo("/next?api_key=k2&page=2");
      assertThat(last.header("authorization")).contains("Bearer hush");
      assertThat(last.header("x-api-key")).contains("hush");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other port", "other name"})
  void noCredentialLeavesItsOrigin(String other) throws Exception {
    try (var target = ScriptedServer.start((_, wire) -> wire.answer(200, "there"));
        var server =
            ScriptedServer.start(
                (seen, wire) -> {
                  String where =
                      other.equals("other port")
                          ? target.uri("/there").toString()
                          : "http://other.example:" + target.port() + "/there";
                  wire.answer(
                      seen.target().equals("/") ? 307 : 200,
                      "",
                      "Location: " + where + "?api%5Fkey=hush&page=2");
                });
        var named = TestOutbound.of(everyNameIsHere())) {
      assertThat(text(named.send(withCredentials(server.uri("/"))))).isEqualTo("there");

      Seen last = target.ledger().getLast();
      assertThat(last.toString().toLowerCase(Locale.ROOT)).doesNotContain("hush");
      assertThat(last.target()).isEqualTo("/there?page=2");
      assertThat(last.header("x-plain")).contains("kept");
    }
  }

  @Test
  void credentialsDoNotComeBackOnTheWayHome() throws Exception {
    try (var server =
            ScriptedServer.start(
                (seen, wire) -> {
                  String port = seen.header("host").orElseThrow().replaceFirst(".*:", "");
                  switch (seen.target()) {
                    case "/" ->
                        wire.answer(307, "", "Location: http://away.example:" + port + "/away");
                    case "/away" ->
                        wire.answer(307, "", "Location: http://home.example:" + port + "/home");
                    default -> wire.answer(200, "home");
                  }
                });
        var named = TestOutbound.of(everyNameIsHere())) {
      URI start = URI.create("http://home.example:" + server.port() + "/");

      assertThat(text(named.send(withCredentials(start)))).isEqualTo("home");

      assertThat(server.ledger().getFirst().toString()).contains("hush");
      assertThat(server.ledger().getLast().toString()).doesNotContain("hush");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://[fd00:ec2::254]/",
        "http://metadata.google.internal/",
        "http://0.0.0.0/",
        "http://0x7f.1/",
        "file:///etc/passwd",
        "ftp://files.example/",
        "http://user:pass@127.0.0.1/",
        "http://",
      })
  void everyRedirectIsCheckedAgain(String location) throws Exception {
    try (var server = redirecting(302, location)) {
      assertThat(out.send(get(server.uri("/")))).isInstanceOf(Refused.class);
      assertThat(server.ledger()).hasSize(1);
    }
  }

  @Test
  void redirectsHaveALimit() throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(302, "", "Location: /again"))) {
      OutboundResult result = out.send(get(server.uri("/")));

      assertThat(result).isEqualTo(new Refused("The server redirected more than 10 times."));
      assertThat(server.ledger()).hasSize(11);
    }
  }

  @Test
  void aRedirectFromHttpsToHttpIsNotFollowed() {
    OutboundRequest request = get(URI.create("https://api.example/"));
    Answered answer =
        new Answered(
            301,
            request.uri(),
            List.of(new Header("location", "http://api.example/")),
            new byte[0],
            false);

    assertThat(Redirects.after(request, answer)).isInstanceOf(Redirects.Step.Refuse.class);
  }

  private static Outside everyNameIsHere() {
    return Outside.local().resolving(_ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
  }

  private static OutboundRequest withCredentials(URI uri) {
    return new OutboundRequest(
        Requests.TENANT,
        "GET",
        uri,
        List.of(
            new Header("Authorization", "Bearer hush"),
            new Header("Cookie", "session=hush"),
            new Header("X-Api-Key", "hush"),
            new Header("X-Plain", "kept")),
        Set.of("x-api-key"),
        Set.of("api_key"),
        new byte[0],
        Requests.GENEROUS);
  }

  private static ScriptedServer redirecting(int status, String location) throws Exception {
    return ScriptedServer.start(
        (seen, wire) ->
            wire.answer(seen.target().equals("/") ? status : 200, "", "Location: " + location));
  }
}
