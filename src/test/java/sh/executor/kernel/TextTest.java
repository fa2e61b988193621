package sh.executor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "\t\r\n\u0001\u007f",
        "\u00e4\ufffd\uffff",
        "\ud83d\ude00",
        "a\ud800\udc00b"
      })
  void charactersAreText(String chars) {
    assertThat(Text.is(chars)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\0", "a\0b", "\ud800", "\udc00", "\ud800a", "\ud800\ud800\udc00", "\udc00\ud800"})
  void halfOfOneAndNoneAreNot(String chars) {
    assertThat(Text.is(chars)).isFalse();
  }
}
