package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.cli.output.CommandFailure;

class AuthTemplateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bearer | [{'slug':'token','headers':{'Authorization':['Bearer ',{'variable':'token'}]}}]",
        "header:X-Key | [{'slug':'token','headers':{'X-Key':[{'variable':'token'}]}}]",
        "query:key | [{'slug':'token','queryParams':{'key':[{'variable':'token'}]}}]",
        "none | []",
        "[{\"slug\":\"x\"}] | [{'slug':'x'}]"
      })
  void theUsualWaysAreAWord(String how, String template) {
    assertThat(AuthTemplate.of(how)).hasToString(template.replace('\'', '"'));
  }

  @Test
  void otherWordsAreRefused() {
    assertThatThrownBy(() -> AuthTemplate.of("header:"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("'header:' is none of bearer");
    assertThatThrownBy(() -> AuthTemplate.of("[")).hasMessageContaining("must be JSON");
  }
}
