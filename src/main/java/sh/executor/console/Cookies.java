package sh.executor.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import sh.executor.kernel.PublicUrl;

/**
 * The cookies of the pages: for our scripts and other sites to read, none. Over TLS their names
 * begin with {@code __Host-}, so that no other host can set them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6265#section-5.2">RFC 6265 §5.2</a>
 */
@Singleton
final class Cookies {

  private final PublicUrl publicUrl;

  @Inject
  Cookies(PublicUrl publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** The name of the cookie that says who is signed in. */
  String session() {
    return prefix() + "executor_session";
  }

  /** The name of the cookie that ties the form to sign in with to this browser. */
  String signIn() {
    return prefix() + "executor_sign_in";
  }

  /** The value of {@code Set-Cookie} that sets one. */
  String set(String name, String value, Duration lifetime) {
    return name
        + '='
        + value
        + "; Path=/; Max-Age="
        + lifetime.toSeconds()
        + "; HttpOnly; SameSite=Strict"
        + (isSecure() ? "; Secure" : "");
  }

  /** The value of {@code Set-Cookie} that takes one away. */
  String drop(String name) {
    return set(name, "", Duration.ZERO);
  }

  private String prefix() {
    return isSecure() ? "__Host-" : "";
  }

  private boolean isSecure() {
    return "https".equals(publicUrl.at("/").getScheme());
  }
}
