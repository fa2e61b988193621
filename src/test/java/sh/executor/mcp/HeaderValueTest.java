package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the specification's "Value Encoding", and what is none of them. */
class HeaderValueTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "us-west1|us-west1",
        "  us-west1\t|us-west1",
        "=?base64?SGVsbG8sIOS4lueVjA==?=|Hello, 世界",
        "=?base64?IHBhZGRlZCA=?=| padded ",
        "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=|=?base64?literal?=",
        "=?base64??=|",
        "=?base64?SGVsbG8=|=?base64?SGVsbG8=",
        "SGVsbG8=?=|SGVsbG8=?=",
        "=?BASE64?SGVsbG8=?=|=?BASE64?SGVsbG8=?=",
      })
  void standsForAValue(String header, String value) {
    assertThat(HeaderValue.decode(header)).contains(value == null ? "" : value);
  }

  @Test
  void aLineBreakIsCarriedEncoded() {
    assertThat(HeaderValue.decode("=?base64?bGluZTEKbGluZTI=?=")).contains("line1\nline2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?base64?SGVsbG8?=",
        "=?base64?SGVs!!!bG8=?=",
        "=?base64?/w==?=",
        "h\u00e9llo",
        "a\u0000b",
        "a\nb"
      })
  void standsForNone(String header) {
    assertThat(HeaderValue.decode(header)).isEmpty();
  }
}
