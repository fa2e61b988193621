package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, _GET_stream:0000000000000000",
    "0, 255, _GET_stream:00000000000000ff",
    "7, 1, 7:0000000000000001",
    "4503599627370496, 9223372036854775807, 4503599627370496:7fffffffffffffff",
  })
  void anIdIsReadAsItWasWritten(long stream, long seq, String wire) {
    EventId id = new EventId(stream, seq);

    assertThat(id.wire()).isEqualTo(wire);
    assertThat(EventId.parse(wire)).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":0000000000000001",
        "7",
        "7:",
        "7:1",
        "7:000000000000000g",
        "7:000000000000000F",
        "7:00000000000000001",
        "7:ffffffffffffffff",
        "0:0000000000000001",
        "00:0000000000000001",
        "-7:0000000000000001",
        "+7:0000000000000001",
        "\u0667:0000000000000001",
        "99999999999999999:0000000000000001",
        "get_stream:0000000000000001",
        "7:7:0000000000000001",
      })
  void anythingElseIsNoId(String wire) {
    assertThat(EventId.parse(wire)).isEmpty();
  }

  @Test
  void aPrimingEventSaysWhenToComeBack() {
    byte[] event = Events.priming(new EventId(7, 0), Duration.ofSeconds(1));

    assertThat(event)
        .asString()
        .isEqualTo("event: mcp-priming\nid: 7:0000000000000000\nretry: 1000\ndata: \n\n");
  }
}
