package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "http://a.example, http://A.EXAMPLE.:80/other?q",
    "https://a.example:443/, HTTPS://a.example",
    "http://[::1]:80/, http://[::1]/",
  })
  void anOriginIsSchemeHostAndPort(String one, String same) {
    assertThat(Origin.of(URI.create(one))).isEqualTo(Origin.of(URI.create(same)));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example, https://a.example",
    "http://a.example, http://a.example:81",
    "http://a.example, http://b.example",
    "http://a.example:443, https://a.example:443",
  })
  void oneThatDiffersInAnyOfThemIsAnother(String one, String other) {
    assertThat(Origin.of(URI.create(one))).isNotEqualTo(Origin.of(URI.create(other)));
  }

  @ParameterizedTest
  @CsvSource({
    "http://A.example/, a.example",
    "http://a.example:8080/, a.example:8080",
    "https://a.example:80/, a.example:80",
    "https://[::1]/, [::1]",
    "https://[2001:DB8::1]:1/, [2001:db8::1]:1",
  })
  void theHostHeaderNamesThePortUnlessItIsTheUsualOne(String url, String authority) {
    assertThat(Origin.of(URI.create(url)).authority()).isEqualTo(authority);
  }
}
