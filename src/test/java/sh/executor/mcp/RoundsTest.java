package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import sh.executor.execution.model.InteractionId;

/** What a client said in the rounds of a request. */
class RoundsTest {

  private static final InteractionId INTERACTION = new InteractionId(new UUID(1, 2));
  private static final QuestionId PAGE = new QuestionId(QuestionId.Way.PAGE, INTERACTION, 0);
  private static final QuestionId FORM = new QuestionId(QuestionId.Way.FORM, INTERACTION, 0);

  @Test
  void aPageThatWasOpenedStaysOpenedInTheRoundsAfter() {
    Rounds first = round(Json.object(), Map.of(PAGE.toString(), Optional.empty()));
    Rounds second = round(first.state(), Map.of());
    Rounds third = round(second.state(), Map.of());

    assertThat(third.isTaken(PAGE)).isTrue();
    assertThat(third.objection(PAGE)).isEmpty();
  }

  @Test
  void aPageThatWasNotOpenedMayBeAskedForAgain() {
    Rounds first = round(Json.object(), Map.of(PAGE.toString(), Optional.of("not opened")));
    Rounds second = round(first.state(), Map.of());

    assertThat(first.objection(PAGE)).contains("not opened");
    assertThat(second.isTaken(PAGE)).isFalse();
  }

  @Test
  void anAnswerIsHeldByItsQuestionAndNotByTheState() {
    Rounds first = round(Json.object(), Map.of(FORM.toString(), Optional.empty()));

    assertThat(first.isTaken(FORM)).isTrue();
    assertThat(first.state()).isEmpty();
  }

  private static Rounds round(ObjectNode state, Map<String, Optional<String>> taken) {
    return new Rounds(state, Json.object(), taken);
  }
}
