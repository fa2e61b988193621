package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.openapi.document.Json;
import sh.executor.outbound.TestOutbound;
import sh.executor.testkit.ScriptedServer;
import sh.executor.testkit.ScriptedServer.Script;

/**
 * APIs that do not answer, or do not stop: through the real way out, each call ends within its
 * limit with an error that says what happened, the connection is closed, and the only permit there
 * is is back for the next call.
 */
class UnrulyUpstreamTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: ";
  private static final String TOO_LARGE = "upstream_response_too_large";
  private static final String DESCRIPTION =
      """
      {"openapi":"3.0.3","servers":[{"url":"${url}"}],"paths":{
        "/read":{"get":{"tags":["x"],"operationId":"read"}},
        "/write":{"post":{"tags":["x"],"operationId":"write"}}}}
      """;

  // Each call has one narrow limit, the one it is to run into, so that a slow machine meets no
  // other.
  private static final Map<String, String> SOON_BEGUN = Map.of("headers-within", "2s");
  private static final Map<String, String> SOON_ENDED = Map.of("body-within", "2s");
  private static final Map<String, String> SMALL = Map.of("body-bytes-max", "1000");
  private static final Map<String, String> GENEROUS = Map.of();

  @AutoClose
  private final TestOutbound out =
      TestOutbound.local(
          Map.of("requests-max", "1", "requests-per-origin-max", "1", "permit-within", "5s"));

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Script script = (seen, wire) -> wire.answer(200, "{}");
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = ScriptedServer.start((seen, wire) -> script.answer(seen, wire));
    // Leaves an open connection for the next, so that no narrow limit goes into opening one.
    within(GENEROUS).call("x.read", "{}");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Api within(Map<String, String> settings) {
    OpenApiKind kind =
        new OpenApiKind(
            (Door) out.outbound()::send, OpenApiConfigTest.config(settings), System::nanoTime);
    return Api.of(kind, DESCRIPTION, server.uri("").toString(), Json.object());
  }

  @ParameterizedTest
  @MethodSource("unruly")
  void aReadEndsInAnErrorThatSaysSo(Unruly unruly) throws Exception {
    script = unruly.noting(closed);

    ToolError error = within(unruly.limits()).refused("x.read", "{}");

    assertThat(error.code()).isEqualTo(unruly.code());
    assertThat(error.message()).contains(unruly.message());
    assertThat(error.retryable()).isEqualTo(!unruly.code().equals(TOO_LARGE));
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @MethodSource("unruly")
  void aWriteSaysThatItMayHaveTakenEffectAndIsSentOnce(Unruly unruly) throws Exception {
    script = unruly.noting(closed);

    ToolError error = within(unruly.limits()).refused("x.write", "{}");

    assertThat(error.code()).isEqualTo(unruly.code());
    assertThat(error.message()).contains("It may have taken effect");
    assertThat(error.retryable()).isNotEqualTo(true);
    assertThat(server.ledger()).filteredOn(seen -> seen.method().equals("POST")).hasSize(1);
    assertNothingIsLeft();
  }

  @Test
  void aStreamWithoutEndIsTakenAsFarAsItCameInItsTime() throws Exception {
    script =
        (seen, wire) -> {
          wire.send(
              OK
                  + "application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + "8\r\n{\"a\":1}\n\r\n");
          wire.awaitClose();
          closed.countDown();
        };

    ToolResult result = within(SOON_ENDED).call("x.read", "{}");

    assertThat(Api.data(result)).isEqualTo("[{\"a\":1}]");
    assertThat(String.valueOf(Api.ok(result).http())).contains("x-executor-stream=truncated");
    assertNothingIsLeft();
  }

  @Test
  void aWholeAnswerOfTheLargestSizeIsFine() throws Exception {
    String body = "\"" + "x".repeat(997) + "\"";
    script = (seen, wire) -> wire.answer(200, body, "Content-Type: application/json");

    assertThat(Api.data(within(SMALL).call("x.read", "{}"))).isEqualTo(body);
  }

  private void assertNothingIsLeft() throws InterruptedException {
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    script = (seen, wire) -> wire.answer(200, "{}", "Content-Type: application/json");
    assertThat(Api.data(within(GENEROUS).call("x.read", "{}"))).isEqualTo("{}");
  }

  static Stream<Unruly> unruly() {
    return Stream.concat(silent(), Stream.concat(broken(), endless()));
  }

  private static Stream<Unruly> silent() {
    return Stream.of(
        new Unruly(
            "no header",
            SOON_BEGUN,
            "upstream_response_headers_timeout",
            "did not begin to answer in time",
            (seen, wire) -> wire.awaitClose()),
        new Unruly(
            "half a header",
            SOON_BEGUN,
            "upstream_response_headers_timeout",
            "did not begin to answer in time",
            (seen, wire) -> {
              wire.send("HTTP/1.1 200 OK\r\nX-Slow:");
              wire.awaitClose();
            }),
        new Unruly(
            "half a body",
            SOON_ENDED,
            "upstream_response_body_timeout",
            "began to answer and did not end in time",
            (seen, wire) -> {
              wire.send(OK + "application/json\r\nContent-Length: 900\r\n\r\n[1,");
              wire.awaitClose();
            }));
  }

  private static Stream<Unruly> broken() {
    return Stream.of(
        new Unruly(
            "a cut body",
            GENEROUS,
            "upstream_connection_broken",
            "closed the connection before its answer was complete",
            (seen, wire) -> {
              wire.send(OK + "application/json\r\nContent-Length: 900\r\n\r\n[1,");
              wire.drop();
            }),
        new Unruly(
            "cut chunks",
            GENEROUS,
            "upstream_connection_broken",
            "closed the connection before its answer was complete",
            (seen, wire) -> {
              wire.send(OK + "application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
              wire.send("3\r\n[1,\r\n");
              wire.drop();
            }));
  }

  private static Stream<Unruly> endless() {
    return Stream.of(
        new Unruly(
            "too long a body",
            SMALL,
            TOO_LARGE,
            "larger than 1000 bytes",
            (seen, wire) -> {
              wire.send(OK + "application/json\r\nContent-Length: 1000000\r\n\r\n");
              wire.send("1".repeat(2_000));
              wire.awaitClose();
            }),
        new Unruly(
            "chunks without end",
            SMALL,
            TOO_LARGE,
            "larger than 1000 bytes",
            (seen, wire) -> {
              wire.send(OK + "application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
              while (true) {
                wire.send("4\r\n1111\r\n");
              }
            }));
  }

  /**
   * A way to misbehave, and what is said of it.
   *
   * @param limits which the call has
   * @param code of the error
   * @param message a part of it
   */
  record Unruly(
      String name, Map<String, String> limits, String code, String message, Script script) {

    /** This, noting the end of its connection. */
    Script noting(CountDownLatch closed) {
      return (seen, wire) -> {
        try {
          script.answer(seen, wire);
        } finally {
          closed.countDown();
        }
      };
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
