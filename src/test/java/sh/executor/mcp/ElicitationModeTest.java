package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElicitationModeTest {

  @ParameterizedTest
  @CsvSource({
    "browser, , BROWSER",
    "model, , MODEL",
    "native, , NATIVE",
    "native, 1, NATIVE",
    "wild, yes, MODEL",
    ", on, MODEL",
    ", TRUE, MODEL",
  })
  void theUrlSaysHow(
      @Nullable String mode, @Nullable String allowModelResume, ElicitationMode expected) {
    assertThat(ElicitationMode.requested(mode, allowModelResume)).contains(expected);
    assertThat(ElicitationMode.parse(expected.wire())).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({", ", "wild, ", ", 0", ", false", "NATIVE, no"})
  void orItDoesNot(@Nullable String mode, @Nullable String allowModelResume) {
    assertThat(ElicitationMode.requested(mode, allowModelResume)).isEmpty();
  }
}
