package sh.executor.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which URLs may be called, as far as the URL itself can tell. */
final class UrlRules {

  private static final int LENGTH_MAX = 16 * 1024;
  private static final int PORT_MAX = 65_535;

  /** Names that only ever stand for a metadata service. */
  private static final Set<String> METADATA =
      Set.of("metadata", "metadata.google.internal", "metadata.goog", "instance-data");

  private static final Pattern LOCAL_NAME =
      Pattern.compile("(?:.+\\.)?(?:localhost|localdomain)|ip6-(?:localhost|loopback)");

  /** What resolvers take for an IPv4 address: the last label begins like a number. */
  private static final Pattern NUMERIC = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

  private static final Pattern DOTTED_DECIMAL =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

  private UrlRules() {}

  /** Why {@code uri} may not be called, in a sentence that is safe to show; empty when it may. */
  static Optional<String> refusal(URI uri, boolean localNetwork) {
    return Optional.ofNullable(reason(uri)).or(() -> hostRefusal(Origin.host(uri), localNetwork));
  }

  private static @Nullable String reason(URI uri) {
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      return "Only http and https URLs can be called.";
    }
    if (uri.getRawUserInfo() != null) {
      return "The URL carries a user name or password; use a connection's credential instead.";
    }
    if (uri.getHost() == null) {
      return "The URL has no valid host name.";
    }
    if (uri.getPort() == 0 || uri.getPort() > PORT_MAX) {
      return "The URL's port is out of range.";
    }
    return uri.toASCIIString().length() > LENGTH_MAX
        ? "The URL is longer than " + LENGTH_MAX + " characters."
        : null;
  }

  private static Optional<String> hostRefusal(String host, boolean localNetwork) {
    if (METADATA.contains(host)) {
      return Optional.of(host + " is a metadata service; no request goes there.");
    }
    if (!localNetwork && LOCAL_NAME.matcher(host).matches()) {
      return Optional.of(local(host));
    }
    if (host.indexOf('%') >= 0) {
      return Optional.of("An address with a zone can not be called.");
    }
    if (NUMERIC.matcher(host).matches() && !isAddress(host)) {
      return Optional.of(
          "Write an IPv4 address as four decimal numbers without leading zeros, as in 192.0.2.1.");
    }
    return Optional.empty();
  }

  /** Why a host of the local network is refused where that is closed. */
  static String local(String host) {
    return host
        + " is on this server's own machine or network, which it may not call."
        + " An operator can allow that with EXECUTOR_ALLOW_LOCAL_NETWORK=true.";
  }

  /** Whether {@code host} is an address in its one canonical form, not a name. */
  static boolean isAddress(String host) {
    if (host.indexOf(':') >= 0) {
      return true;
    }
    if (!DOTTED_DECIMAL.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
      return false;
    }
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
