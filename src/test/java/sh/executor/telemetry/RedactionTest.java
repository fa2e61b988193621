package sh.executor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer s3cretvalue123",
        "basic s3cretvalue123==",
        "password=s3cretvalue123",
        "{\"api_key\":\"s3cretvalue123\"}",
        "jdbc://me:s3cretvalue123@db",
        "eyJhbGciOi.s3cretvalue123.sig",
        "s3cretvalue123s3cretvalue123s3cretvalue123"
      })
  void whatLooksLikeACredentialIsMasked(String text) {
    assertThat(Redaction.of("before " + text + " after")).doesNotContain("s3cretvalue123");
  }

  @Test
  void ordinaryTextIsKept() {
    String text = "commit: the connection broke, run_01h455vb4pex5vsknk084sn02q failed";

    assertThat(Redaction.of(text)).isEqualTo(text);
  }
}
