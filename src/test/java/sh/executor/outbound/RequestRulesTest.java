package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sh.executor.outbound.OutboundRequest.Header;

/** Character by character, against the grammar as RFC 9110 writes it. */
class RequestRulesTest {

  private static final URI ANYWHERE = URI.create("https://api.example/");
  private static final int BODY_BYTES_MAX = 1_000;

  @Test
  void aNameIsAToken() {
    assertThat(characters())
        .allSatisfy(
            c ->
                assertThat(isRefused(new Header("X" + c, "x")))
                    .isEqualTo(!c.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]")));
    assertThat(isRefused(new Header("", "x"))).isTrue();
  }

  @Test
  void aValueIsLatinWithoutControls() {
    assertThat(characters())
        .allSatisfy(
            c ->
                assertThat(isRefused(new Header("X-A", c)))
                    .isEqualTo(!c.matches("[\t\\x20-\\x7e\\x80-\\xff]")));
    assertThat(isRefused(new Header("X-A", ""))).isFalse();
  }

  private static Iterable<String> characters() {
    return IntStream.rangeClosed(0, 0x200).mapToObj(Character::toString).toList();
  }

  private static boolean isRefused(Header header) {
    return RequestRules.refusal(Requests.get(ANYWHERE, header), BODY_BYTES_MAX).isPresent();
  }
}
