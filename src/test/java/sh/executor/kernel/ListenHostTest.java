package sh.executor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenHostTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,   true,  false, 127.0.0.1",
    "127.9.9.9,   true,  false, 127.9.9.9",
    "::1,         true,  false, [::1]",
    "0.0.0.0,     false, true,  0.0.0.0",
    "::,          false, true,  [::]",
    "192.0.2.7,   false, false, 192.0.2.7",
    "no.invalid,  false, false, no.invalid",
  })
  void anAddressMeansWhoCanReachIt(
      String name, boolean isLoopback, boolean isEverywhere, String inUrl) {
    ListenHost host = ListenHost.of(name);

    assertThat(host).isEqualTo(new ListenHost(name, isLoopback, isEverywhere));
    assertThat(host.inUrl()).isEqualTo(inUrl);
  }
}
