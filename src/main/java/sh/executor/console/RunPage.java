package sh.executor.console;

import static sh.executor.console.Html.all;
import static sh.executor.console.Html.el;
import static sh.executor.console.Html.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.Question;
import sh.executor.execution.model.RunSummary;

/**
 * The page of one run: who asks, what waits for an answer, and what was answered.
 *
 * @param asker for people
 * @param questions in the order they were asked
 */
record RunPage(Session session, RunSummary run, String asker, List<Interaction> questions) {

  /**
   * What came of the answer the page is shown after.
   *
   * @param filledIn what did not fit, to be mended; null when there is nothing to mend
   */
  record Outcome(boolean good, String words, @Nullable Visit filledIn) {

    static final Outcome NONE = new Outcome(true, "", null);
  }

  /** The page. */
  String page(Outcome outcome) {
    List<Html> main = new ArrayList<>();
    if (!outcome.words().isEmpty()) {
      main.add(el("p", outcome.words()).with("role", outcome.good() ? "status" : "alert"));
    }
    main.add(
        el(
            "dl",
            el("dt", "Who asks"),
            el("dd", "An execution of " + asker),
            el("dt", "Execution"),
            el("dd", el("code", run.id().toString())),
            el("dt", "Begun"),
            el("dd", Words.moment(run.createdAt())),
            el("dt", "How it stands"),
            el("dd", Words.state(run.state()))));
    List<Interaction> pending = run.state().ended() ? List.of() : of(true);
    int number = 0;
    for (Interaction question : pending) {
      main.add(pending(question, ++number, pending.size(), outcome));
    }
    if (pending.isEmpty()) {
      main.add(el("p", "Nothing waits for an answer."));
    }
    List<Interaction> settled = of(false);
    if (!settled.isEmpty()) {
      main.add(el("h2", "Answered before"));
      main.add(el("ul", all(settled.stream().map(RunPage::settled).toList())));
    }
    return Layout.page(pending.isEmpty() ? "Execution" : "Your answer is needed", session, main);
  }

  private List<Interaction> of(boolean pending) {
    return questions.stream()
        .filter(question -> (question.state() == Interaction.State.PENDING) == pending)
        .toList();
  }

  private Html pending(Interaction question, int number, int count, Outcome outcome) {
    String id = "q" + number;
    Question asked = question.question();
    List<Html> inside = new ArrayList<>();
    String place = count == 1 ? "" : " (" + number + " of " + count + ")";
    inside.add(el("h2", title(asked.kind()) + place).with("id", id));
    inside.add(el("p", Words.message(question)).with("class", "message"));
    inside.add(
        el(
            "dl",
            el("dt", "Tool"),
            el("dd", el("code", asked.address())),
            el("dt", "Answer by"),
            el("dd", Words.moment(question.deadline()))));
    if (!asked.damaged()) {
      String arguments = Words.arguments(asked.arguments());
      inside.add(el("h3", "Arguments"));
      inside.add(
          arguments.isEmpty() ? el("p", "None.") : el("pre", arguments).with("tabindex", "0"));
    }
    inside.add(form(question, id, outcome));
    return el("section", all(inside)).with("aria-labelledby", id);
  }

  private Html form(Interaction question, String id, Outcome outcome) {
    Visit before = outcome.filledIn();
    boolean again = before != null && before.field("interaction").equals(question.id().toString());
    ObjectNode schema = question.question().requestedSchema();
    Html fields =
        schema == null ? Html.nothing() : new Fields(schema, id, again ? before : null).inputs();
    String yes = question.question().kind() == Question.Kind.APPROVAL ? "Approve" : "Send";
    return el(
            "form",
            Layout.csrf(session),
            Layout.hidden("interaction", question.id().toString()),
            fields,
            question.question().damaged() ? Html.nothing() : button("accept", yes),
            button("decline", "Decline").flag("formnovalidate", true),
            button("cancel", "Cancel").flag("formnovalidate", true))
        .with("method", "post")
        .with("action", Approvals.path(run.id()));
  }

  private static Html.Element button(String action, String label) {
    return el("button", label).with("name", "action").with("value", action);
  }

  private static String title(Question.Kind kind) {
    return switch (kind) {
      case APPROVAL -> "May this call be made?";
      case IN_DOUBT -> "Was this call made?";
      case FORM -> "A tool asks for values";
      case URL -> "A tool wants a page visited";
    };
  }

  private static Html settled(Interaction question) {
    Interaction.Settled how = question.settled();
    Html when =
        how == null
            ? Html.nothing()
            : el("span", text(", " + Words.via(how.via()) + ", "), Words.moment(how.at()));
    return el(
        "li",
        el("code", question.question().address()),
        text(": " + Words.state(question.state())),
        when,
        text("."));
  }
}
