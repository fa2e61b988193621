package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {

  @ParameterizedTest
  @CsvSource({
    "http://a.example/b/c?q, d, http://a.example/b/d",
    "http://a.example/b/c?q, /d, http://a.example/d",
    "http://a.example/b/c?q, ?r=1, http://a.example/b/c?r=1",
    "http://a.example/b/c, ../../d, http://a.example/../d",
    "http://a.example, d, http://a.example/d",
    "http://a.example, ?d, http://a.example?d",
    "http://a.example/b, //o.example/d, http://o.example/d",
    "http://a.example/b, https://o.example:1/d?e#f, https://o.example:1/d?e",
    "http://a.example/b, #f, http://a.example/b",
    "http://a.example/b?q=1, '', http://a.example/b",
    "http://a.example/b, '/a b|c', http://a.example/a%20b%7Cc",
    "http://a.example/b, /%C3%A4, http://a.example/%C3%A4",
    "http://a.example/b, /\u00c3\u00a4, http://a.example/%C3%A4",
  })
  void aLocationIsReadAgainstTheUrlItCameFrom(String base, String location, String expected) {
    assertThat(Location.resolve(URI.create(base), location)).contains(URI.create(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailto:a@example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http:///x",
        "http://[::1/x",
        "%zz",
        "http://a_b.example/",
      })
  void whatIsNoUrlWithAHostIsNone(String location) {
    assertThat(Location.resolve(URI.create("http://a.example/"), location)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example/p?key=1, http://a.example/p",
    "http://a.example/p?a=1&key=2&b=3&key=4, http://a.example/p?a=1&b=3",
    "http://a.example/p?%6bey=1&a, http://a.example/p?a",
    "http://a.example/p?key&a=%26key=1, http://a.example/p?a=%26key=1",
    "http://a.example/p?keys=1&%=2, http://a.example/p?keys=1",
    "http://a.example/p, http://a.example/p",
  })
  void namedParametersAreDroppedHoweverTheyAreWritten(String url, String expected) {
    URI uri = URI.create(url.replace("&%=2", ""));

    assertThat(Location.withoutParameters(uri, Set.of("key"))).isEqualTo(URI.create(expected));
  }
}
