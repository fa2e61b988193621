package sh.executor.console;

import static sh.executor.console.Html.all;
import static sh.executor.console.Html.el;
import static sh.executor.console.Html.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all pages have in common: head, landmarks, style. */
final class Layout {

  /** Colours are the system's own, which have the contrast the person has chosen. */
  private static final String STYLE =
      """
      :root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}
      body{margin:0 auto;max-width:46rem;padding:1rem}
      header{display:flex;justify-content:space-between;align-items:center;gap:1rem}
      h1{font-size:1.4rem}h2{font-size:1.1rem}
      section,fieldset,[role=status],[role=alert]{border:1px solid GrayText;border-radius:.4rem;      padding:.75rem 1rem;margin:1rem 0}
      [role=alert]{border:2px solid CanvasText;font-weight:600}
      pre,.message{white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0}
      pre{border-left:3px solid GrayText;padding-left:.75rem;max-height:24rem;overflow:auto}
      dt{font-weight:600}dd{margin:0 0 .5rem;overflow-wrap:anywhere}
      label,legend{font-weight:600}
      input:not([type=checkbox]),select{display:block;width:100%;box-sizing:border-box;font:inherit;      padding:.4rem;min-height:2.75rem}
      button{font:inherit;padding:.5rem 1rem;min-height:2.75rem;margin:.5rem .5rem .5rem 0}
      :focus-visible{outline:3px solid Highlight;outline-offset:2px}
      .hint{color:inherit;font-size:.9rem;margin:.1rem 0}
      """;

  /** What may be loaded and where forms may go: nothing but the style above, and here. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private Layout() {}

  /**
   * A whole page.
   *
   * @param session of the person who is signed in; null when nobody is
   */
  static String page(String title, @Nullable Session session, List<Html> main) {
    Html head =
        el(
            "head",
            el("meta").with("charset", "utf-8"),
            el("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            el("title", title + " · Executor"),
            new Html.Style());
    Html body = el("body", header(session), el("main", el("h1", title), all(main)));
    StringBuilder page = new StringBuilder("<!doctype html>\n");
    el("html", head, body).with("lang", "en").write(page);
    return page.append('\n').toString();
  }

  private static Html header(@Nullable Session session) {
    Html.Element header =
        el("header", el("nav", el("a", "Executor").with("href", "/")).with("aria-label", "Pages"));
    return session == null
        ? header
        : header.add(
            el("form", csrf(session), el("button", text("Sign out")))
                .with("method", "post")
                .with("action", "/sign-out"));
  }

  /** What proves that a form is one of ours, given to this person. */
  static Html csrf(Session session) {
    return hidden("csrf", session.csrf());
  }

  /** A value that a form sends along. */
  static Html hidden(String name, String value) {
    return el("input").with("type", "hidden").with("name", name).with("value", value);
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The style, which is ours and not escaped. */
  static void writeStyle(StringBuilder page) {
    page.append("<style>").append(STYLE).append("</style>");
  }
}
