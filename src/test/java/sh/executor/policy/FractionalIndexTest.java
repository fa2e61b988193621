package sh.executor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Trials;

class FractionalIndexTest {

  @ParameterizedTest
  @CsvSource({
    "'', , V",
    "'', V, F",
    "'', 1, 0V",
    "V, , k",
    "z, , zV",
    "V, W, VV",
    "1, 1V, 1F",
    "a, a0V, a0F"
  })
  void aPlaceLiesBetween(String low, String high, String expected) {
    assertThat(FractionalIndex.between(low, high)).isEqualTo(expected);
  }

  @Tag("random")
  @Test
  void anyNumberOfInsertionsKeepsTheOrder() {
    Trials trials = Trials.of(2_000);
    Random random = trials.random();
    List<String> positions = new ArrayList<>();

    for (int i = 0; i < trials.count(); i++) {
      int at = random.nextInt(positions.size() + 1);
      String low = at == 0 ? "" : positions.get(at - 1);
      String high = at == positions.size() ? null : positions.get(at);
      positions.add(at, FractionalIndex.between(low, high));
    }

    assertThat(positions)
        .as("seed %d", trials.seed())
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.naturalOrder())
        .allMatch(position -> !position.endsWith("0"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 61, 62, 1_001})
  void aSpreadIsInOrderAndLeavesRoom(int count) {
    List<String> positions = FractionalIndex.spread(count);

    assertThat(positions)
        .hasSize(count)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.naturalOrder())
        .allMatch(FractionalIndex::isValid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "a0", "a-b", "a b", "é"})
  void aPositionThatLeavesNoRoomIsNotValid(String text) {
    assertThat(FractionalIndex.isValid(text)).isFalse();
  }
}
