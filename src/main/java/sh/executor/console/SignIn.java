package sh.executor.console;

import static sh.executor.console.Html.el;
import static sh.executor.console.Html.text;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sh.executor.auth.Authentication;
import sh.executor.auth.Authenticator;
import sh.executor.kernel.Caller;

/**
 * Lets people in by a key they paste. An agent's key opens nothing here. The form to sign in with
 * is tied to the browser by a cookie of its own, so that no other site can sign somebody in.
 */
@Singleton
final class SignIn {

  static final String PATH = "/sign-in";

  private static final Duration FORM_FOR = Duration.ofHours(1);
  private static final int FORM_BYTES = 16;
  private static final Pattern NEXT = Pattern.compile("/|/approve/[a-z0-9_]{1,64}");

  private final Authenticator authenticator;
  private final Sessions sessions;
  private final Cookies cookies;
  private final SecureRandom random;
  private final ConsoleConfig config;

  @Inject
  SignIn(
      Authenticator authenticator,
      Sessions sessions,
      Cookies cookies,
      SecureRandom random,
      ConsoleConfig config) {
    this.authenticator = authenticator;
    this.sessions = sessions;
    this.cookies = cookies;
    this.random = random;
    this.config = config;
  }

  /** Who is signed in. */
  Optional<Session> session(Visit visit) {
    return visit.cookie(cookies.session()).flatMap(sessions::find);
  }

  /**
   * The form to sign in with.
   *
   * @param next where to go then
   * @param complaint what was wrong; empty when nothing was tried
   */
  Reply ask(int status, String next, String complaint) {
    byte[] bytes = new byte[FORM_BYTES];
    random.nextBytes(bytes);
    String form = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return Reply.page(status, Layout.page("Sign in", null, main(next(next), complaint, form)))
        .with("set-cookie", cookies.set(cookies.signIn(), form, FORM_FOR));
  }

  /** What comes of a form that was filled in. Blocks. */
  Reply submit(Visit visit) {
    String next = next(visit.field("next"));
    boolean ours =
        visit
            .cookie(cookies.signIn())
            .filter(cookie -> !cookie.isEmpty() && same(cookie, visit.field("form")))
            .isPresent();
    if (!ours) {
      return ask(403, next, "This form was out of date, or your browser keeps no cookies.");
    }
    String key = visit.field("key").strip();
    if (key.isEmpty()) {
      return ask(422, next, "Paste your key.");
    }
    return switch (authenticator.signIn(key)) {
      case Authentication.Authenticated(Caller caller) -> welcome(caller, key, next);
      case Authentication.Missing _ -> ask(422, next, "Paste your key.");
      case Authentication.Invalid(String description) -> ask(403, next, description + '.');
      case Authentication.Forbidden(String reason) -> ask(403, next, reason);
      case Authentication.Unavailable(String reason, _) -> ask(503, next, reason);
    };
  }

  private Reply welcome(Caller caller, String key, String next) {
    if (caller.credential() != Caller.Credential.PERSON) {
      return ask(403, next, "This is an agent's key. Answers are given by people: use your own.");
    }
    String session = sessions.begin(caller, Authenticator.proof(key));
    return Reply.seeOther(next)
        .with("set-cookie", cookies.set(cookies.session(), session, config.signedInFor()))
        .with("set-cookie", cookies.drop(cookies.signIn()));
  }

  /** Signs a person out. */
  Reply leave(Visit visit) {
    boolean ours = session(visit).filter(session -> session.gave(visit.field("csrf"))).isPresent();
    return ours
        ? Reply.seeOther("/").with("set-cookie", cookies.drop(cookies.session()))
        : Reply.seeOther("/");
  }

  private static List<Html> main(String next, String complaint, String form) {
    List<Html> main = new ArrayList<>();
    if (!complaint.isEmpty()) {
      main.add(el("p", complaint).with("role", "alert"));
    }
    main.add(
        el(
                "form",
                Layout.hidden("form", form),
                Layout.hidden("next", next),
                el("label", "Your key").with("for", "key"),
                el("input")
                    .with("id", "key")
                    .with("name", "key")
                    .with("type", "password")
                    .with("autocomplete", "current-password")
                    .with("aria-describedby", "hint")
                    .flag("required", true)
                    .flag("autofocus", true),
                el(
                        "p",
                        "A personal key, which begins with exk_. On a server of your own, the owner's"
                            + " token also does: it is in server-control/auth.json in the data"
                            + " directory.")
                    .with("id", "hint")
                    .with("class", "hint"),
                el("button", "Sign in"))
            .with("method", "post")
            .with("action", PATH));
    main.add(
        el(
            "p",
            text("Signed in already, and came by a link? "),
            el("a", "Go on").with("href", next),
            text(".")));
    return main;
  }

  /** Only pages of ours are gone to. */
  private static String next(String wanted) {
    return NEXT.matcher(wanted).matches() ? wanted : "/";
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
