package sh.executor.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import sh.executor.execution.Cancellation;

class InFlightTest {

  private static final JsonNode ONE = JsonNodeFactory.instance.numberNode(1);
  private static final JsonNode TEXT_ONE = JsonNodeFactory.instance.textNode("1");

  private final InFlight inFlight = new InFlight();

  @Test
  void theSameIdOnTwoStreamsIsTwoRequests() {
    assertThat(inFlight.begin(1, ONE, new Cancellation())).isTrue();
    assertThat(inFlight.begin(2, ONE, new Cancellation())).isTrue();
    assertThat(inFlight.begin(2, ONE, new Cancellation())).isFalse();

    inFlight.finish(1, ONE);

    assertThat(inFlight.begin(1, ONE, new Cancellation())).isTrue();
    assertThat(inFlight.begin(2, ONE, new Cancellation())).isFalse();
  }

  @Test
  void aStreamIsAnsweredUntilItsAnswerIsKept() {
    InFlight.Answering first = inFlight.answering(1);
    inFlight.begin(1, ONE, new Cancellation());

    inFlight.finish(1, ONE);
    assertThat(inFlight.isAnswering(1)).isTrue();
    assertThat(inFlight.isAnswering(2)).isFalse();
    first.close();

    assertThat(inFlight.isAnswering(1)).isFalse();
  }

  @Test
  void aNumberAndItsDigitsAreTwoIds() {
    Cancellation number = new Cancellation();
    Cancellation text = new Cancellation();
    inFlight.begin(1, ONE, number);
    inFlight.begin(1, TEXT_ONE, text);

    int cancelled = inFlight.cancel(ONE, "enough");

    assertThat(cancelled).isEqualTo(1);
    assertThat(number.isCancelled()).isTrue();
    assertThat(text.isCancelled()).isFalse();
  }

  @Test
  void whatIsAnsweredCanNotBeCancelled() {
    Cancellation cancellation = new Cancellation();
    inFlight.begin(1, ONE, cancellation);
    inFlight.finish(1, ONE);

    int cancelled = inFlight.cancel(ONE, "late");

    assertThat(cancelled).isZero();
    assertThat(inFlight.isEmpty()).isTrue();
  }
}
