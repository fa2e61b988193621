package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json, text/event-stream | true",
        "text/event-stream;q=0.9, application/json;charset=utf-8 | true",
        "APPLICATION/JSON | true",
        "*/* | true",
        "application/* | true",
        "text/event-stream | false",
        "application/jsonp | false",
        "'' | false",
        "| false",
      })
  void acceptIsAListOfRanges(String accept, boolean json) {
    assertThat(MediaTypes.accepts(accept, MediaTypes.JSON)).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | true",
        "Application/JSON; charset=utf-8 | true",
        "text/json | false",
        "application/json-patch+json | false",
        "| false",
      })
  void contentTypeIsOneType(String contentType, boolean json) {
    assertThat(MediaTypes.isJson(contentType)).isEqualTo(json);
  }
}
