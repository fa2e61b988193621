package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.executor.outbound.OutboundTest.cause;
import static sh.executor.outbound.OutboundTest.text;
import static sh.executor.outbound.Requests.get;
import static sh.executor.outbound.Requests.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.outbound.OutboundRequest.Limits;
import sh.executor.outbound.OutboundResult.Answered;
import sh.executor.outbound.OutboundResult.Cause;
import sh.executor.outbound.OutboundResult.Refused;
import sh.executor.outbound.TestOutbound.Outside;
import sh.executor.testkit.ScriptedServer;

class OutboundLimitsTest {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(20);

  @AutoClose private final TestOutbound out = TestOutbound.local();

  @Test
  void aBodyLongerThanTheLimitIsCutAndTheRestIsNotAwaited() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (var server =
        ScriptedServer.start(
            (_, wire) -> {
              wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n0123456789");
              wire.awaitClose();
              closed.countDown();
            })) {
      Answered answer = answered(out.send(get(server.uri("/"), new Limits(LONG, LONG, 4))));

      assertThat(answer.truncated()).isTrue();
      assertThat(text(answer)).isEqualTo("0123");
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aChunkedBodyWithoutEndIsCut() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (var server =
        ScriptedServer.start(
            (_, wire) -> {
              wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              try {
                while (true) {
                  wire.send("4\r\nabcd\r\n");
                }
              } finally {
                closed.countDown();
              }
            })) {
      Answered answer = answered(out.send(get(server.uri("/"), new Limits(LONG, LONG, 1001))));

      assertThat(answer.truncated()).isTrue();
      assertThat(answer.body()).hasSize(1001);
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aBodyOfExactlyTheLimitIsComplete() throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, "1234"))) {
      Answered answer = answered(out.send(get(server.uri("/"), new Limits(LONG, LONG, 4))));

      assertThat(answer.truncated()).isFalse();
      assertThat(text(answer)).isEqualTo("1234");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void aCompressedBodyIsReadUpToTheLimit(String coding) throws Exception {
    byte[] bomb = InflationTest.coded(coding, new byte[20_000_000]);
    try (var server =
        ScriptedServer.start((_, wire) -> wire.answer(200, bomb, "Content-Encoding: " + coding))) {
      Answered answer = answered(out.send(get(server.uri("/"), new Limits(LONG, LONG, 50_000))));

      assertThat(answer.truncated()).isTrue();
      assertThat(answer.body()).hasSize(50_000);
    }
  }

  @Test
  void aCompressedBodyComesWithoutTheHeadersOfItsCoding() throws Exception {
    byte[] coded = InflationTest.coded("gzip", new byte[1000]);
    try (var server =
        ScriptedServer.start((_, wire) -> wire.answer(200, coded, "Content-Encoding: gzip"))) {
      Answered answer = answered(out.send(get(server.uri("/"))));

      assertThat(answer.body()).isEqualTo(new byte[1000]);
      assertThat(answer.header("content-encoding")).isEmpty();
      assertThat(answer.header("content-length")).isEmpty();
    }
  }

  @Test
  void aHeaderThatDoesNotComeInTimeIsATimeout() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (var server =
        startAndConnect(
            (_, wire) -> {
              wire.send("HTTP/1.1 200 OK\r\nX-Slow:");
              wire.awaitClose();
              closed.countDown();
            })) {
      OutboundResult result = out.send(get(server.uri("/"), new Limits(SOON, LONG, 100)));

      assertThat(cause(result)).isEqualTo(Cause.HEADERS_TIMEOUT);
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void redirectsDoNotBuyTime() throws Exception {
    try (var server =
        startAndConnect(
            (seen, wire) -> {
              if (seen.target().equals("/last")) {
                wire.awaitClose();
              }
              wire.answer(302, "", "Location: /last");
            })) {
      OutboundResult result = out.send(get(server.uri("/"), new Limits(SOON, LONG, 100)));

      assertThat(cause(result)).isEqualTo(Cause.HEADERS_TIMEOUT);
    }
  }

  @Test
  void aBodyThatDoesNotEndInTimeIsATimeout() throws Exception {
    try (var server = startAndConnect(OutboundLimitsTest::halfABody)) {
      OutboundResult result = out.send(get(server.uri("/"), new Limits(LONG, SOON, 100)));

      assertThat(cause(result)).isEqualTo(Cause.BODY_TIMEOUT);
    }
  }

  @Test
  void aLateBodyIsAnsweredAsFarAsItCameWhereTheRequestSaysSo() throws Exception {
    try (var server = startAndConnect(OutboundLimitsTest::halfABody)) {
      Answered answer = answered(out.send(get(server.uri("/"), new Limits(LONG, SOON, 100, true))));

      assertThat(answer.truncated()).isTrue();
      assertThat(text(answer)).isEqualTo("half");
    }
  }

  @Test
  void anInterruptedRequestIsAborted() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (var server =
        ScriptedServer.start(
            (_, wire) -> {
              arrived.countDown();
              wire.awaitClose();
              closed.countDown();
            })) {
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      FutureTask<OutboundResult> task =
          new FutureTask<>(
              () -> {
                OutboundResult result = out.send(get(server.uri("/")));
                flag.complete(Thread.currentThread().isInterrupted());
                return result;
              });
      Thread caller = Thread.ofVirtual().start(task);
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

      caller.interrupt();

      assertThat(cause(task.get(20, TimeUnit.SECONDS))).isEqualTo(Cause.CANCELLED);
      assertThat(flag.join()).isTrue();
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void beyondTheLimitForAnOriginARequestWaitsAndIsThenTurnedAway() throws Exception {
    var one = Outside.local().with(Map.of("requests-per-origin-max", "1", "permit-within", "50ms"));
    CountDownLatch go = new CountDownLatch(1);
    try (var server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (seen.target().equals("/first")) {
                    go.await();
                  }
                  wire.answer(200, seen.target());
                });
        var narrow = TestOutbound.of(one)) {
      Future<OutboundResult> first = start(narrow, get(server.uri("/first")));
      Awaitility.await().until(() -> server.ledger().size() == 1);

      OutboundResult second = narrow.send(get(server.uri("/second")));

      assertThat(cause(second)).isEqualTo(Cause.BUSY);
      assertThat(server.ledger()).hasSize(1);
      go.countDown();
      assertThat(text(first.get(20, TimeUnit.SECONDS))).isEqualTo("/first");
      assertThat(text(narrow.send(get(server.uri("/third"))))).isEqualTo("/third");
    }
  }

  @Test
  void manyRequestsAreUnderWayAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(64);
    try (var server =
        ScriptedServer.start(
            (_, wire) -> {
              all.countDown();
              all.await();
              wire.answer(200, "together");
            })) {
      List<Future<OutboundResult>> results = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        results.add(start(out, get(server.uri("/" + i))));
      }

      for (Future<OutboundResult> result : results) {
        assertThat(text(result.get(20, TimeUnit.SECONDS))).isEqualTo("together");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one line", "many lines"})
  void aHeaderLargerThanTheLimitBreaksTheAnswer(String shape) throws Exception {
    String header =
        shape.equals("one line")
            ? "X: " + "a".repeat(70_000) + "\r\n"
            : "X-Line: 0123456789\r\n".repeat(4_000);
    try (var server =
        ScriptedServer.start(
            (_, wire) -> {
              wire.send("HTTP/1.1 200 OK\r\n" + header + "\r\n");
              wire.awaitClose();
            })) {
      OutboundResult result = out.send(send("POST", server.uri("/"), ""));

      assertThat(cause(result)).isEqualTo(Cause.BROKEN);
      assertThat(result.toString()).contains("too large");
    }
  }

  @Test
  void aRequestLargerThanTheLimitsIsRefused() throws Exception {
    var small = Outside.local().with(Map.of("request-bytes-max", "10"));
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, ""));
        var narrow = TestOutbound.of(small)) {
      var header = new OutboundRequest.Header("X", "a".repeat(70_000));

      assertThat(narrow.send(send("POST", server.uri("/"), "01234567890")))
          .isInstanceOf(Refused.class);
      assertThat(narrow.send(get(server.uri("/"), header))).isInstanceOf(Refused.class);
      assertThat(server.connections()).isZero();
    }
  }

  /** A server to which a connection is open already, so that no narrow limit goes into that. */
  private ScriptedServer startAndConnect(ScriptedServer.Script script) throws Exception {
    ScriptedServer server =
        ScriptedServer.start(
            (seen, wire) -> {
              if (seen.target().equals("/before")) {
                wire.answer(200, "");
              } else {
                script.answer(seen, wire);
              }
            });
    Answered _ = answered(out.send(get(server.uri("/before"))));
    return server;
  }

  private static void halfABody(ScriptedServer.Seen seen, ScriptedServer.Wire wire)
      throws Exception {
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    wire.awaitClose();
  }

  private static Future<OutboundResult> start(TestOutbound out, OutboundRequest request) {
    FutureTask<OutboundResult> task = new FutureTask<>(() -> out.send(request));
    Thread.ofVirtual().start(task);
    return task;
  }

  private static Answered answered(OutboundResult result) {
    assertThat(result).isInstanceOf(Answered.class);
    return (Answered) result;
  }
}
