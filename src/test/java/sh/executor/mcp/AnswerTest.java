package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers, as the clients of both eras read them. */
class AnswerTest {

  @ParameterizedTest
  @CsvSource({
    "401, -32001, -32600",
    "403, -32003, -32600",
    "503, -32000, -32603",
    "500, -32603, -32603",
    "400, -32700, -32700",
    "400, -32020, -32020",
  })
  void anErrorToNobodyIsInTheWordsOfTheEra(int status, int code, int modern) {
    Answer answer = Answer.error(status, code, "No.").with("retry-after", "2");

    assertThat(text(answer.in(Era.LEGACY))).contains("\"id\":null", "\"code\":" + code + ",");
    assertThat(text(answer.in(Era.MODERN))).doesNotContain("\"id\"").contains(":" + modern + ",");
    assertThat(answer.in(Era.MODERN).status()).isEqualTo(status);
    assertThat(answer.in(Era.MODERN).headers()).isEqualTo(answer.headers());
  }

  @Test
  void anErrorToNobodyIsToTheRequestThatItCameToBe() {
    Answer answer = Answer.error(503, -32000, "No.").to(TextNode.valueOf("x"));

    assertThat(text(answer)).contains("\"id\":\"x\"", ":-32603,");
    assertThat(answer.status()).isEqualTo(503);
  }

  @Test
  void whatIsNoErrorIsTheSameInBoth() {
    Answer answer = Answer.json(200, "{}".getBytes(StandardCharsets.UTF_8));

    assertThat(answer.in(Era.MODERN)).isSameAs(answer);
    assertThat(answer.to(TextNode.valueOf("x"))).isSameAs(answer);
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
