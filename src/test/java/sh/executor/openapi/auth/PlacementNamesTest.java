package sh.executor.openapi.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.catalog.model.AuthMethod.Carrier;

class PlacementNamesTest {

  @ParameterizedTest
  @CsvSource({
    "HEADER, Authorization, true",
    "HEADER, X-Api-Key, true",
    "HEADER, Host, false",
    "HEADER, proxy-authorization, false",
    "HEADER, Proxy-Connection, false",
    "HEADER, content-type, false",
    "HEADER, X Key, false",
    "HEADER, '', false",
    "COOKIE, host, true",
    "COOKIE, a=b, false",
    "QUERY, a key, true",
    "QUERY, '', false",
  })
  void aCredentialGoesWhereARequestMayCarryIt(Carrier carrier, String name, boolean valid) {
    assertThat(PlacementNames.valid(carrier, name)).isEqualTo(valid);
  }
}
