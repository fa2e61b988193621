package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.execution.model.InteractionId;

class QuestionIdTest {

  private static final String QUESTION = "int_01h455vb4pex5vsknk084sn02q";

  @ParameterizedTest
  @EnumSource(QuestionId.Way.class)
  void itsWireFormIsRead(QuestionId.Way way) {
    QuestionId id = new QuestionId(way, InteractionId.parse(QUESTION).orElseThrow(), 7);

    assertThat(QuestionId.parse(TextNode.valueOf(id.toString()))).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "form",
        "form/" + QUESTION,
        "form/" + QUESTION + "/",
        "form/" + QUESTION + "/-1",
        "form/" + QUESTION + "/9999999999999999999",
        "form/" + QUESTION + "/1/2",
        "Form/" + QUESTION + "/1",
        "form/exec_01h455vb4pex5vsknk084sn02q/1"
      })
  void whatIsNoneOfOursIsNone(String text) {
    assertThat(QuestionId.parse(TextNode.valueOf(text))).isEmpty();
  }

  @Test
  void aNumberIsNone() {
    assertThat(QuestionId.parse(LongNode.valueOf(1))).isEmpty();
  }
}
