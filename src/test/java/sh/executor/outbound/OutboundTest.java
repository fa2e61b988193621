package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.executor.outbound.Requests.get;
import static sh.executor.outbound.Requests.send;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.outbound.OutboundRequest.Header;
import sh.executor.outbound.OutboundResult.Answered;
import sh.executor.outbound.OutboundResult.Cause;
import sh.executor.outbound.OutboundResult.Failed;
import sh.executor.outbound.OutboundResult.Refused;
import sh.executor.outbound.TestOutbound.Outside;
import sh.executor.testkit.ScriptedServer;

class OutboundTest {

  @AutoClose private final TestOutbound out = TestOutbound.local();

  @Test
  void anAnswerComesWithItsStatusHeadersAndBody() throws Exception {
    try (var server =
        ScriptedServer.start(
            (_, wire) -> wire.answer(418, "short and stout", "X-Pot: a", "X-Pot: b"))) {
      OutboundResult result = out.send(get(server.uri("/pot?size=1")));

      assertThat(result).isInstanceOf(Answered.class);
      Answered answer = (Answered) result;
      assertThat(answer.status()).isEqualTo(418);
      assertThat(answer.uri()).isEqualTo(server.uri("/pot?size=1"));
      assertThat(answer.headers()).contains(new Header("x-pot", "a"), new Header("x-pot", "b"));
      assertThat(text(result)).isEqualTo("short and stout");
      assertThat(answer.truncated()).isFalse();
    }
  }

  @Test
  void aRequestReachesTheWireAsItWasMade() throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, ""))) {
      URI uri = server.uri("/a%2Fb;c?q=%20x&y=ä");

      out.send(send("POST", uri, "{}", new Header("X-A", "1"), new Header("X-A", "2")));

      ScriptedServer.Seen seen = server.ledger().getFirst();
      assertThat(seen.method()).isEqualTo("POST");
      assertThat(seen.target()).isEqualTo("/a%2Fb;c?q=%20x&y=%C3%A4");
      assertThat(seen.body()).isEqualTo("{}");
      assertThat(seen.headers())
          .map(line -> line.toLowerCase(Locale.ROOT))
          .containsExactlyInAnyOrder(
              "host: 127.0.0.1:" + server.port(),
              "content-length: 2",
              "accept: */*",
              "accept-encoding: gzip, deflate",
              "user-agent: executor",
              "x-a: 1",
              "x-a: 2");
    }
  }

  @Test
  void aPostWithoutBodySaysThatItHasNone() throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, ""))) {
      out.send(send("POST", server.uri("/"), ""));

      assertThat(server.ledger().getFirst().header("content-length")).contains("0");
    }
  }

  @Test
  void aGetSaysNothingOfABody() throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, ""))) {
      out.send(get(server.uri("/")));

      assertThat(server.ledger().getFirst().header("content-length")).isEmpty();
      assertThat(server.ledger().getFirst().header("transfer-encoding")).isEmpty();
    }
  }

  @Test
  void aConnectionIsKeptForTheNextRequest() throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, "ok"))) {
      out.send(get(server.uri("/1")));
      out.send(get(server.uri("/2")));

      assertThat(server.ledger()).hasSize(2);
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void noConnectionIsKeptBeyondTheLimit() throws Exception {
    var none = Outside.local().with(Map.of("connections-kept-max", "0"));
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, "ok"));
        var frugal = TestOutbound.of(none)) {
      frugal.send(get(server.uri("/1")));
      frugal.send(get(server.uri("/2")));

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "GET"})
  void anAnswerThatMayHaveNoBodyEndsWithItsHeader(String method) throws Exception {
    String head =
        method.equals("HEAD")
            ? "HTTP/1.1 200 OK\r\nContent-Length: 999\r\nContent-Encoding: gzip\r\n\r\n"
            : "HTTP/1.1 204 No Content\r\n\r\n";
    try (var server = ScriptedServer.start((_, wire) -> wire.send(head))) {
      OutboundResult result = out.send(send(method, server.uri("/"), ""));

      assertThat(text(result)).isEmpty();
    }
  }

  @Test
  void aBodyThatEndsWithTheConnectionIsComplete() throws Exception {
    try (var server =
        ScriptedServer.start(
            (_, wire) -> {
              wire.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
              wire.drop();
            })) {
      assertThat(text(out.send(get(server.uri("/"))))).isEqualTo("to the end");
    }
  }

  @Test
  void aSafeRequestIsSentAgainWhenItsConnectionBreaksBeforeTheAnswer() throws Exception {
    try (var server =
        ScriptedServer.start(
            (seen, wire) -> {
              if (seen.connection() == 1) {
                wire.drop();
              }
              wire.answer(200, "second");
            })) {
      assertThat(text(out.send(get(server.uri("/"))))).isEqualTo("second");
      assertThat(server.ledger()).hasSize(2);
    }
  }

  @Test
  void anEffectIsNeverSentTwice() throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.drop())) {
      OutboundResult result = out.send(send("POST", server.uri("/"), "{}"));

      assertThat(cause(result)).isEqualTo(Cause.BROKEN);
      assertThat(server.ledger()).hasSize(1);
    }
  }

  @Test
  void aBodyThatBreaksOffIsNoAnswer() throws Exception {
    try (var server =
        ScriptedServer.start(
            (_, wire) -> {
              wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
              wire.drop();
            })) {
      OutboundResult result = out.send(get(server.uri("/")));

      assertThat(cause(result)).isEqualTo(Cause.BROKEN);
      assertThat(server.ledger()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no http at all\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"})
  void anAnswerThatIsNotHttpIsBroken(String nonsense) throws Exception {
    try (var server =
        ScriptedServer.start(
            (_, wire) -> {
              wire.send(nonsense);
              wire.awaitClose();
            })) {
      assertThat(cause(out.send(send("POST", server.uri("/"), "")))).isEqualTo(Cause.BROKEN);
    }
  }

  @Test
  void aPortNobodyListensOnIsUnreachable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = free.getLocalPort();
    }

    OutboundResult result = out.send(get(URI.create("http://127.0.0.1:" + port + "/?key=hush")));

    assertThat(result)
        .isEqualTo(
            new Failed(Cause.UNREACHABLE, "127.0.0.1:" + port + " did not take the connection."));
  }

  @Test
  void theNextAddressIsTriedWhenOneDoesNotTakeTheConnection() throws Exception {
    Resolver two =
        _ ->
            new InetAddress[] {
              InetAddress.ofLiteral("127.0.0.9"), InetAddress.ofLiteral("127.0.0.1")
            };
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, "here"));
        var named = TestOutbound.of(Outside.local().resolving(two))) {
      URI uri = URI.create("http://two.example:" + server.port() + "/");

      assertThat(text(named.send(get(uri)))).isEqualTo("here");
    }
  }

  @Test
  void aNameThatDoesNotResolveIsUnreachable() {
    Resolver none =
        host -> {
          throw new UnknownHostException(host);
        };
    try (var lost = TestOutbound.of(Outside.local().resolving(none))) {
      OutboundResult result = lost.send(get(URI.create("https://nowhere.example/?key=hush")));

      assertThat(result)
          .isEqualTo(new Failed(Cause.UNREACHABLE, "The name nowhere.example does not resolve."));
    }
  }

  @Test
  void aSpanSaysMethodHostAndStatusAndNothingElse() throws Exception {
    var spans = InMemorySpanExporter.create();
    var tracer =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build()
            .get("test");
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, "hush"));
        var traced = TestOutbound.of(Outside.local().tracing(tracer))) {
      traced.send(get(server.uri("/path?key=hush"), new Header("Authorization", "hush")));
    }

    assertThat(spans.getFinishedSpanItems())
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.toString()).doesNotContain("hush", "path");
              assertThat(span.getAttributes().asMap())
                  .isEqualTo(
                      Map.of(
                          AttributeKey.stringKey("http.request.method"), "GET",
                          AttributeKey.stringKey("server.address"), "127.0.0.1",
                          AttributeKey.stringKey("executor.outcome"), "Answered",
                          AttributeKey.longKey("http.response.status_code"), 200L));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "content-length", "Transfer-Encoding", "Connection", "Bad Name"})
  void aHeaderOfTheConnectionIsNotTheCallersToSet(String name) throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, ""))) {
      OutboundResult result = out.send(get(server.uri("/"), new Header(name, "x")));

      assertThat(result).isInstanceOf(Refused.class);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aLineBreakInAHeaderIsRefused() throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, ""))) {
      Stream<OutboundResult> results =
          Stream.of("a\r\nB: c", "a\nb", "a\0b", "snow\u2603")
              .map(value -> out.send(get(server.uri("/"), new Header("X-A", value))));

      assertThat(results).allMatch(Refused.class::isInstance);
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "trace", "CONNECT", "GET /", "GET\r\n", ""})
  void aMethodThatReadsBackCredentialsOrIsNoneIsRefused(String method) throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, ""))) {
      assertThat(out.send(send(method, server.uri("/"), ""))).isInstanceOf(Refused.class);
      assertThat(server.connections()).isZero();
    }
  }

  static String text(OutboundResult result) {
    assertThat(result).isInstanceOf(Answered.class);
    return new String(((Answered) result).body(), StandardCharsets.UTF_8);
  }

  static Cause cause(OutboundResult result) {
    assertThat(result).isInstanceOf(Failed.class);
    return ((Failed) result).cause();
  }
}
