package sh.executor.daemon.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.ScriptedServer;
import sh.executor.testkit.ScriptedServer.Seen;
import sh.executor.testkit.ScriptedServer.Wire;

class ToolHeadersTest {

  private static final String REQUEST =
      "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":{%s\"_meta\":"
          + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"progressToken\":1}}}";
  private static final String SCHEMA =
      "{\"properties\":{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
          + "\"query\":{\"type\":\"string\"},\"options\":{\"properties\":{"
          + "\"limit\":{\"type\":\"integer\",\"x-mcp-header\":\"Limit\"}}},"
          + "\"dry\":{\"type\":\"boolean\",\"x-mcp-header\":\"Dry\"}}}";

  private final ToolHeaders headers = new ToolHeaders();

  @Test
  void markedArgumentsAreInTheHeadersWhereverTheyStand() {
    headers.listed(list(SCHEMA));

    assertThat(
            headers.of(
                call(
                    "{\"region\":\"eu\",\"query\":\"q\",\"options\":{\"limit\":42},\"dry\":true}")))
        .isEqualTo(
            Map.of("Mcp-Param-Region", "eu", "Mcp-Param-Limit", "42", "Mcp-Param-Dry", "true"));
  }

  @Test
  void whatIsNotGivenOrNoValueHasNoHeader() {
    headers.listed(list(SCHEMA));

    assertThat(headers.of(call("{\"region\":null,\"dry\":[1]}"))).isEmpty();
    assertThat(headers.of(Message.of(bytes(Peer.request(1, "tools/call"))))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"properties\":{\"a\":{\"x-mcp-header\":\"No good\"}}}",
        "{\"properties\":{\"a\":{\"x-mcp-header\":\"\"}}}",
        "{\"properties\":{\"a\":{\"x-mcp-header\":7}}}",
        "{\"properties\":{\"a\":{\"x-mcp-header\":\"A\"},\"b\":{\"x-mcp-header\":\"a:\"}}}",
        "{\"properties\":{\"a\":{\"x-mcp-header\":\"A\"},\"b\":{\"x-mcp-header\":\"a\"}}}",
        "{\"properties\":{\"a\":{\"items\":{\"properties\":{\"b\":{\"x-mcp-header\":\"B\"}}}}}}"
      })
  void marksThatMakeNoHeadersAreNone(String schema) {
    headers.listed(list(SCHEMA));

    headers.listed(list(schema));

    assertThat(headers.of(call("{\"region\":\"eu\",\"a\":\"1\",\"b\":\"2\"}"))).isEmpty();
  }

  @Test
  void aToolThatIsMarkedNoMoreIsForgotten() {
    headers.listed(list(SCHEMA));

    headers.listed(list("{}"));

    assertThat(headers.of(call("{\"region\":\"eu\"}"))).isEmpty();
  }

  @Test
  void whatAListMarksGoesWithTheCallsAfterIt() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start((seen, wire) -> strict(seen, wire, "Region"));
        StdioClient client = StdioClient.of(server.uri("/mcp"), "")) {
      client.write(REQUEST.formatted(1, "tools/list", ""));
      assertThat(client.message().at("/result/tools/0/name").asText()).isEqualTo("query");

      client.write(ask(2, "größe"));

      assertThat(client.message().at("/result/method").asText()).isEqualTo("tools/call");
      assertThat(server.ledger()).hasSize(2);
      assertThat(server.ledger().getLast().header("mcp-param-region"))
          .contains("=?base64?Z3LDtsOfZQ==?=");
    }
  }

  @Test
  void whatWasNeverListedOrHasChangedIsLookedUpWhenACallIsRefused() throws IOException {
    AtomicReference<String> mark = new AtomicReference<>("Region");
    try (ScriptedServer server =
            ScriptedServer.start((seen, wire) -> strict(seen, wire, mark.get()));
        StdioClient client = StdioClient.of(server.uri("/mcp"), "")) {
      client.write(ask(1, "eu"));
      assertThat(client.message().at("/result/method").asText()).isEqualTo("tools/call");
      mark.set("Zone");

      client.write(ask(2, "eu"));

      assertThat(client.message().at("/result/method").asText()).isEqualTo("tools/call");
      assertThat(server.ledger().getLast().header("mcp-param-zone")).contains("eu");
      assertThat(server.ledger().getLast().header("mcp-param-region")).isEmpty();
      assertThat(server.ledger())
          .filteredOn(seen -> seen.body().contains("tools/list"))
          .hasSize(2)
          .noneSatisfy(seen -> assertThat(seen.body()).contains("progressToken"));
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aServerThatIsNeverSatisfiedIsAskedTwice() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (seen.body().contains("tools/list")) {
                    strict(seen, wire, "Region");
                  } else {
                    wire.answer(400, Peer.error("1", -32_020), Peer.JSON);
                  }
                });
        StdioClient client = StdioClient.of(server.uri("/mcp"), "")) {
      client.write(ask(1, "eu"));

      assertThat(client.message().at("/error/code").asInt()).isEqualTo(-32_020);
      assertThat(server.ledger()).filteredOn(s -> s.body().contains("tools/call")).hasSize(2);
    }
  }

  @Test
  void aTasksNameIsItsId() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(Peer::echo);
        StdioClient client = StdioClient.of(server.uri("/mcp"), "")) {
      client.write(REQUEST.formatted(1, "tasks/get", "\"taskId\":\"t1\","));

      assertThat(client.message().path("id").asInt()).isEqualTo(1);
      assertThat(server.ledger().getFirst().header("mcp-name")).contains("t1");
    }
  }

  /** A server that refuses a call without the header it asks for. */
  private static void strict(Seen seen, Wire wire, String mark) throws IOException {
    if (seen.body().contains("tools/list")) {
      String schema = "{\"properties\":{\"region\":{\"x-mcp-header\":\"" + mark + "\"}}}";
      String id = Message.of(bytes(seen.body())).ids().getFirst();
      wire.answer(
          200, new String(list(schema), StandardCharsets.UTF_8).replace("0", id), Peer.JSON);
    } else if (seen.header("mcp-param-" + mark).equals(Optional.empty())) {
      wire.answer(400, Peer.error("null", -32_020), Peer.JSON);
    } else {
      Peer.echo(seen, wire);
    }
  }

  private static byte[] list(String schema) {
    return bytes(
        "{\"id\":0,\"result\":{\"tools\":[{\"name\":\"query\",\"inputSchema\":" + schema + "}]}}");
  }

  private static Message call(String arguments) {
    return Message.of(
        bytes(
            REQUEST.formatted(
                1, "tools/call", "\"name\":\"query\",\"arguments\":" + arguments + ",")));
  }

  private static String ask(int id, String region) {
    return REQUEST.formatted(
        id, "tools/call", "\"name\":\"query\",\"arguments\":{\"region\":\"" + region + "\"},");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
