package sh.executor.console;

import static sh.executor.console.Html.el;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages that say one thing. */
final class Pages {

  private Pages() {}

  /**
   * A page of one sentence.
   *
   * @param session of the person who is signed in; null when nobody is
   */
  static Reply notice(int status, @Nullable Session session, String title, String words) {
    return Reply.page(status, Layout.page(title, session, List.of(el("p", words))));
  }
}
