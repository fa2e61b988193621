package sh.executor.cli.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import sh.executor.cli.output.CommandFailure;

/** Reads where a server is. */
final class Origin {

  private Origin() {}

  /**
   * Scheme, host and port of what was typed.
   *
   * @throws CommandFailure when it is no address of a server, or one with more than that
   */
  static URI of(String typed) {
    try {
      URI uri = new URI(typed.strip());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean bare =
          !uri.isOpaque()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawUserInfo() == null
              && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null && bare) {
        return URI.create(scheme + "://" + uri.getRawAuthority().toLowerCase(Locale.ROOT));
      }
    } catch (URISyntaxException e) {
      throw refused(typed);
    }
    throw refused(typed);
  }

  /** Whether what is sent there does not leave this machine. */
  static boolean onThisMachine(URI url) {
    try {
      return InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** An address without what may be secret in it. */
  static String shown(URI url) {
    return url.getScheme() + "://" + url.getHost();
  }

  private static CommandFailure refused(String typed) {
    return new CommandFailure(
        "'"
            + typed
            + "' is no address of a server: give scheme, host and port alone, as in"
            + " https://executor.example or http://127.0.0.1:4788.");
  }
}
