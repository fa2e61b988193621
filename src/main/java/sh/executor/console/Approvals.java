package sh.executor.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.CallerStack;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.Resource;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Answered;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunSummary;
import sh.executor.tenant.Tenants;

/** Shows a person what runs ask, and takes the answers. Blocking. */
@Singleton
final class Approvals {

  static final String ROOT = "/approve/";

  private static final int LISTED_MAX = 50;

  /** How long an answer is held back so that the page can say what came of it. */
  private static final Duration OUTCOME_WITHIN = Duration.ofSeconds(3);

  private final ExecutionStack stack;
  private final Tenants tenants;

  @Inject
  Approvals(ExecutionStack stack, Tenants tenants) {
    this.stack = stack;
    this.tenants = tenants;
  }

  /** Where the page of a run is. */
  static String path(RunId run) {
    return ROOT + run;
  }

  /** All that waits. */
  Reply list(Session session) {
    return Reply.page(200, WaitingPage.page(session, stack(session).pending(false, 0, LISTED_MAX)));
  }

  /** The page of a run, also after an answer. */
  Reply show(Session session, Visit visit) {
    Optional<RunSummary> run = run(session, visit);
    if (run.isEmpty()) {
      return missing(session);
    }
    String words =
        InteractionId.parse(visit.query("answered"))
            .flatMap(stack(session)::question)
            .filter(question -> question.run().equals(run.get().id()))
            .map(Approvals::words)
            .orElse("");
    return page(200, session, run.get(), new RunPage.Outcome(true, words, null));
  }

  /** Takes an answer. */
  Reply answer(Session session, Visit visit) throws InterruptedException {
    Optional<RunSummary> run = run(session, visit);
    if (run.isEmpty()) {
      return missing(session);
    }
    if (!session.gave(visit.field("csrf"))) {
      return complain(403, session, run.get(), "This form was out of date. Please answer again.");
    }
    Optional<Answer.Action> action = Answer.Action.of(visit.field("action"));
    Optional<Interaction> question =
        InteractionId.parse(visit.field("interaction"))
            .flatMap(stack(session)::question)
            .filter(found -> found.run().equals(run.get().id()));
    if (action.isEmpty() || question.isEmpty()) {
      return complain(400, session, run.get(), "This was no answer to a question of this page.");
    }
    return answer(session, visit, run.get(), question.get(), action.get());
  }

  private Reply answer(
      Session session, Visit visit, RunSummary run, Interaction question, Answer.Action action)
      throws InterruptedException {
    @Nullable ObjectNode schema = question.question().requestedSchema();
    Answer answer =
        schema != null && action == Answer.Action.ACCEPT
            ? new Answer(action, FilledIn.content(schema, visit))
            : new Answer(action, null);
    return switch (stack(session).answer(question.id(), answer, Interaction.Via.PAGE)) {
      case Answered.Recorded _ -> {
        var _ = stack(session).await(run.id(), Set.of(), OUTCOME_WITHIN, new Cancellation());
        yield Reply.seeOther(path(run.id()) + "?answered=" + question.id());
      }
      case Answered.TooLate(Interaction settled) ->
          complain(409, session, run, "Your answer changed nothing. " + words(settled));
      case Answered.Invalid(String reason) ->
          page(422, session, run, new RunPage.Outcome(false, reason, visit));
      case Answered.Forbidden(String reason) -> complain(403, session, run, reason);
      case Answered.Unknown _ -> missing(session);
    };
  }

  private static String words(Interaction question) {
    // Of a question nobody can answer any more, and that nobody has noted yet, its time is up.
    Interaction.State state =
        question.state() == Interaction.State.PENDING
            ? Interaction.State.EXPIRED
            : question.state();
    return Words.state(state) + ": " + question.question().address() + ".";
  }

  private Optional<RunSummary> run(Session session, Visit visit) {
    return RunId.parse(visit.path().substring(ROOT.length())).flatMap(stack(session)::run);
  }

  private Reply complain(int status, Session session, RunSummary run, String words) {
    return page(status, session, run, new RunPage.Outcome(false, words, null));
  }

  private Reply page(int status, Session session, RunSummary run, RunPage.Outcome outcome) {
    String asker =
        tenants
            .member(session.caller(), run.account())
            .map(member -> member.account())
            .map(who -> who.name() == null ? who.email() : who.name() + " <" + who.email() + ">")
            .orElse("somebody who has left the organisation");
    RunPage page = new RunPage(session, run, asker, stack(session).questions(run.id()));
    return Reply.page(status, page.page(outcome));
  }

  private static Reply missing(Session session) {
    return Pages.notice(
        404,
        session,
        "Not found",
        "There is no execution of this id, or it is neither yours nor yours to see as an admin.");
  }

  private CallerStack stack(Session session) {
    return stack.forCaller(session.caller(), Resource.DEFAULT);
  }
}
