package sh.executor.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the Location of a redirect (RFC 9110 §10.2.2, RFC 3986 §5.2). */
final class Location {

  /** What servers leave unescaped though no URL may contain it. */
  private static final String TO_ESCAPE = " \"<>\\^`{|}";

  private Location() {}

  /**
   * The URL that {@code text} means when it came from {@code base}, without fragment; empty when it
   * means none with a host.
   */
  static Optional<URI> resolve(URI base, String text) {
    try {
      URI reference = new URI(escaped(text.strip()));
      URI target = isQueryOnly(reference) ? base : rooted(base).resolve(reference);
      String query = isQueryOnly(reference) ? reference.getRawQuery() : target.getRawQuery();
      return target.getHost() == null ? Optional.empty() : Optional.of(rebuilt(target, query));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** {@code uri} without the query parameters of these names. */
  static URI withoutParameters(URI uri, Set<String> names) {
    String query = uri.getRawQuery();
    if (query == null || names.isEmpty()) {
      return uri;
    }
    String kept =
        Arrays.stream(query.split("&", -1))
            .filter(parameter -> !names.contains(name(parameter)))
            .collect(Collectors.joining("&"));
    return rebuilt(uri, kept.isEmpty() ? null : kept);
  }

  /** A reference that has a query and nothing before it; {@link URI#resolve} gets it wrong. */
  private static boolean isQueryOnly(URI reference) {
    return !reference.isAbsolute()
        && reference.getRawAuthority() == null
        && reference.getRawPath().isEmpty();
  }

  /** A base with an empty path, to which {@link URI#resolve} would glue a relative one. */
  private static URI rooted(URI base) {
    return base.getRawPath().isEmpty() ? base.resolve("/") : base;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= 0xff && (c > 0x7e || TO_ESCAPE.indexOf(c) >= 0)) {
        // A header is bytes, read as Latin-1: the escape gives back the byte that was sent.
        escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** The decoded name; one that does not decode is none of ours. */
  private static String name(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  private static URI rebuilt(URI uri, @Nullable String rawQuery) {
    String start = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    return URI.create(rawQuery == null ? start : start + '?' + rawQuery);
  }
}
