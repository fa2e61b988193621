package sh.executor.daemon.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.daemon.bridge.Message.Kind;

class MessageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":1,\"method\":\"m\"} | REQUEST | 1",
        "{\"method\":\"m\",\"id\":\"a\\\"ü\"} | REQUEST | \"a\\\"ü\"",
        "{\"id\":-1.5e3,\"method\":\"m\",\"params\":[{\"id\":2}]} | REQUEST | -1.5e3",
        "{\"method\":\"m\",\"params\":{\"id\":2}} | NOTIFICATION | ",
        "{\"method\":\"m\",\"id\":null} | NOTIFICATION | ",
        "{\"id\":1,\"result\":{\"method\":\"m\"}} | ANSWER | ",
        "{\"id\":1,\"error\":{}} | ANSWER | ",
        "[{\"id\":1,\"method\":\"m\"},{\"id\":2,\"result\":1},{\"id\":3,\"method\":\"n\"}] | BATCH"
            + " | 1,3",
        "{\"id\":1} | NONSENSE | ",
        "[1] | NONSENSE | ",
        "{\"id\":1,\"method\":\"m\"} {} | NONSENSE | 1"
      })
  void aMessageIsKnownByItsMembers(String text, Kind kind, @Nullable String ids) {
    Message message = of(text);

    assertThat(message.kind()).isEqualTo(kind);
    assertThat(String.join(",", message.ids())).isEqualTo(ids == null ? "" : ids);
  }

  @Test
  void whatATransportIsToldIsReadOutOfTheParameters() {
    Message message =
        of(
            "{\"id\":1,\"method\":\"tools/call\",\"params\":{\"arguments\":{\"name\":\"no\"},"
                + "\"name\":\"execute\",\"requestId\":\"r\",\"_meta\":{\"a\":{\"b\":[]},"
                + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}");

    assertThat(message.method()).isEqualTo("tools/call");
    assertThat(message.name()).isEqualTo("execute");
    assertThat(message.revision()).isEqualTo("2026-07-28");
    assertThat(message.cancels()).as("it takes nothing back").isNull();
    assertThat(message.isStateless()).isTrue();
  }

  @Test
  void onlyACancellationTakesARequestBack() {
    String told = "{\"method\":\"%s\",\"params\":{\"requestId\":\"r\"}}";

    assertThat(of(told.formatted("notifications/cancelled")).cancels()).isEqualTo("\"r\"");
    assertThat(of(told.formatted("notifications/progress")).cancels()).isNull();
  }

  @Test
  void aBatchIsOfTheErasWithSessions() {
    assertThat(
            of("[{\"id\":1,\"method\":\"m\",\"params\":{\"_meta\":"
                    + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}]")
                .isStateless())
        .isFalse();
  }

  @Test
  void whatIsNestedTooDeeplyIsNoMessage() {
    assertThat(of("{\"id\":1,\"method\":\"m\",\"params\":" + "[".repeat(9_999)).kind())
        .isEqualTo(Kind.NONSENSE);
  }

  @Test
  void theIdOfAnAnswerIsFoundWhereverItStands() {
    assertThat(answered("{\"result\":{\"id\":7},\"id\":5}")).isEqualTo("5");
    assertThat(answered("{\"id\":\"x\",\"error\":{}}")).isEqualTo("\"x\"");
    assertThat(answered("{\"id\":5,\"method\":\"elicitation/create\"}")).isNull();
    assertThat(answered("{\"id\":null,\"error\":{}}")).isNull();
    assertThat(answered("nonsense")).isNull();
  }

  @Test
  void anErrorIsTakenOutAsItIsWritten() {
    String error = "{ \"code\" : -1, \"message\":\"ä{}\", \"data\":{\"x\":[ ]} }";

    assertThat(Message.error(("{\"id\":null, \"error\" : " + error + "}").getBytes(UTF_8)))
        .isEqualTo(error);
    assertThat(Message.error("{\"error\":\"text\"}".getBytes(UTF_8))).isNull();
    assertThat(Message.error("<html>".getBytes(UTF_8))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"result\":{\"capabilities\":{\"protocolVersion\":\"no\"},\"protocolVersion\":\"yes\"}}",
        "{\"id\":1,\"result\":{\"protocolVersion\":\"yes\"}}"
      })
  void theRevisionIsTheOneOfTheResult(String answer) {
    assertThat(Message.agreed(answer.getBytes(UTF_8))).isEqualTo("yes");
  }

  @Test
  void anErrorAgreesToNothing() {
    assertThat(Message.agreed("{\"error\":{\"code\":1}}".getBytes(UTF_8))).isNull();
  }

  @Test
  void aFailureOfABatchAnswersAllOfIt() {
    Message batch = of("[{\"id\":1,\"method\":\"m\"},{\"id\":\"b\",\"method\":\"m\"}]");

    assertThat(new String(Answers.failure(batch, Answers.error(-1, "a\"b")), UTF_8))
        .isEqualTo(
            List.of("1", "\"b\"").stream()
                .map(
                    id ->
                        new String(
                            Answers.failure(id, "{\"code\":-1,\"message\":\"a\\\"b\"}"), UTF_8))
                .toList()
                .toString()
                .replace("}, {", "},{"));
  }

  private static Message of(String text) {
    return Message.of(text.getBytes(UTF_8));
  }

  private static @Nullable String answered(String text) {
    return Message.answered(text.getBytes(UTF_8));
  }
}
