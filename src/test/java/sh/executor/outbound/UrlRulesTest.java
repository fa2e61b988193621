package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example",
        "HTTPS://API.example:8443/a?b#c",
        "http://1.1.1.1/",
        "http://[2606:4700::1111]:81/",
        "http://xn--mnchen-3ya.example/",
        "http://3.example/",
      })
  void anOrdinaryUrlMayBeCalled(String url) {
    assertThat(UrlRules.refusal(URI.create(url), false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://api.example/",
        "file:///etc/passwd",
        "jar:http://api.example!/",
        "/relative",
        "https:api.example",
        "https:///path",
        "https://user@api.example/",
        "https://user:pass@api.example/",
        "https://@api.example/",
        "https://api.example:0/",
        "https://api.example:65536/",
        "https://under_score.example/",
        "https://münchen.example/",
        "http://[fe80::1%25eth0]/",
        "http://metadata.google.internal/",
        "http://METADATA.google.internal./",
        "http://metadata/",
      })
  void anOtherUrlMayNeverBeCalled(String url) {
    assertThat(UrlRules.refusal(URI.create(url), true)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0X7F.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "127.0.0.01",
        "127.0.0.256",
        "127.0.0.1.5",
        "1.2.3.4.5.example.6",
        "0x",
        "127.0.0.0x1",
      })
  void anIpv4AddressInAnyFormButItsOwnIsRefused(String host) {
    assertThat(UrlRules.refusal(URI.create("http://" + host + "/"), true)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost",
        "localhost.",
        "a.localhost",
        "localhost.localdomain",
        "ip6-localhost",
      })
  void aNameOfThisMachineMayBeCalledOnlyWhereTheLocalNetworkIsOpen(String host) {
    URI uri = URI.create("http://" + host + ":8080/");

    assertThat(UrlRules.refusal(uri, true)).isEmpty();
    assertThat(UrlRules.refusal(uri, false))
        .hasValueSatisfying(why -> assertThat(why).contains("EXECUTOR_ALLOW_LOCAL_NETWORK"));
  }

  @Test
  void aReasonSaysNothingOfTheQuery() {
    URI uri = URI.create("http://localhost/?key=hush");

    assertThat(UrlRules.refusal(uri, false).orElseThrow()).doesNotContain("hush");
  }

  @Test
  void aUrlHasALimitOfLength() {
    URI uri = URI.create("https://api.example/" + "a".repeat(16 * 1024));

    assertThat(UrlRules.refusal(uri, false)).isPresent();
  }
}
