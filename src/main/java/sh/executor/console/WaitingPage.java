package sh.executor.console;

import static sh.executor.console.Html.all;
import static sh.executor.console.Html.el;
import static sh.executor.console.Html.text;

import java.util.ArrayList;
import java.util.List;
import sh.executor.execution.model.Interaction;
import sh.executor.kernel.Page;

/** The page of all questions that wait and that the person may answer. */
final class WaitingPage {

  private WaitingPage() {}

  static String page(Session session, Page<Interaction> pending) {
    List<Html> main = new ArrayList<>();
    if (pending.items().isEmpty()) {
      main.add(el("p", "Nothing waits for your answer."));
    } else {
      main.add(
          el(
              "ol",
              all(pending.items().stream().map(question -> entry(session, question)).toList())));
    }
    int more = pending.total() - pending.items().size();
    if (more > 0) {
      main.add(el("p", "And " + more + " more, which are shown when these are answered."));
    }
    return Layout.page("What waits for an answer", session, main);
  }

  private static Html entry(Session session, Interaction question) {
    boolean own = question.owner().equals(session.caller().account());
    return el(
        "li",
        el(
            "p",
            el("a", question.question().address()).with("href", Approvals.path(question.run())),
            text(own ? "" : " (another member's)"),
            text(", answer by "),
            Words.moment(question.deadline())));
  }
}
