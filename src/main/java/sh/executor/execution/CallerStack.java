package sh.executor.execution;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sh.executor.database.DatabaseException;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Answered;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunFilter;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunSummary;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Page;

/**
 * The {@link ExecutionStack} in the hands of one caller at one resource. Blocking, for virtual
 * threads. A caller sees the own runs; a person who administers the organisation sees all of its.
 */
public final class CallerStack {

  private final RunParts parts;
  private final RunDriver driver;
  private final RunDesk runs;
  private final AnswerDesk answers;
  private final Caller caller;
  private final Resource resource;

  CallerStack(
      RunParts parts,
      RunDriver driver,
      RunDesk runs,
      AnswerDesk answers,
      Caller caller,
      Resource resource) {
    this.parts = parts;
    this.driver = driver;
    this.runs = runs;
    this.answers = answers;
    this.caller = caller;
    this.resource = resource;
  }

  /** Hears of the calls of a run. */
  @FunctionalInterface
  public interface Listener {

    /** One that does not care. */
    Listener NOBODY =
        new Listener() {
          @Override
          public boolean isListening() {
            return false;
          }

          @Override
          public void cameBack(String path) {}
        };

    /** Whether it would hear of a call just now; if not, it need not be told. */
    default boolean isListening() {
      return true;
    }

    /** A call of the tool at {@code path} came back. May block, and is called from any thread. */
    void cameBack(String path);
  }

  /**
   * Runs a script until it ends or nothing can happen before a person answers.
   *
   * @param listener hears of every call that comes back, while the script runs
   * @throws InterruptedException when this thread is interrupted; the run is then left to whichever
   *     node takes it over
   */
  public ExecutionOutcome execute(
      ExecuteRequest request, Cancellation cancellation, Listener listener)
      throws InterruptedException {
    return execute(nextId(), request, cancellation, listener);
  }

  /** An id for a run that is to begin, for who has to know it before the run rests. */
  public RunId nextId() {
    return new RunId(parts.ids.next());
  }

  /**
   * Likewise.
   *
   * @param id of {@link #nextId}, used once
   */
  public ExecutionOutcome execute(
      RunId id, ExecuteRequest request, Cancellation cancellation, Listener listener)
      throws InterruptedException {
    boolean approved = request.autoApprove() && caller.credential() == Caller.Credential.PERSON;
    RunHead head = new RunHead(id, caller, resource, approved, parts.clock.instant());
    try {
      return driver.start(head, request.code(), cancellation, listener);
    } catch (DatabaseException e) {
      return new ExecutionOutcome.Failed(
          id.toString(), Defects.opaque("keep a run", e), List.of(), List.of());
    }
  }

  /**
   * Waits until a run has ended, or asks something that is not in {@code known}.
   *
   * @param within after which it is told how it is then
   * @return empty when the caller has no such run
   */
  public Optional<ExecutionOutcome> await(
      RunId id, Set<InteractionId> known, Duration within, Cancellation cancellation)
      throws InterruptedException {
    return runs.await(caller, id, known, within, cancellation);
  }

  /** How a run is; empty when the caller has no such run. */
  public Optional<RunSummary> run(RunId id) {
    return runs.summary(caller, id);
  }

  /** The calls of a run, in their order; empty when the caller has no such run. */
  public Optional<List<CallRecord>> journal(RunId id) {
    return runs.journal(caller, id);
  }

  /** All questions of a run, in the order they were asked; none when there is no such run. */
  public List<Interaction> questions(RunId id) {
    return runs.questions(caller, id);
  }

  /** Runs, the newest first. */
  public Page<RunSummary> runs(RunFilter filter, int offset, int limit) {
    return runs.list(caller, filter, offset, limit);
  }

  /**
   * Questions that wait for an answer the caller may give, the oldest first.
   *
   * @param own whether only those of the caller's own runs count, though others may be answered
   */
  public Page<Interaction> pending(boolean own, int offset, int limit) {
    return runs.pending(caller, own, offset, limit);
  }

  /**
   * Waits until something about a run has changed, on whichever node.
   *
   * @param sign what this answered before; empty text at first
   * @param within after which it answers the same again
   * @return empty when the caller has no such run
   */
  public Optional<String> changed(RunId id, String sign, Duration within)
      throws InterruptedException {
    return runs.changed(caller, id, sign, within);
  }

  /** The ids of what {@link #pending} lists, at most {@code max}; cheap. */
  public List<InteractionId> pendingIds(boolean own, int max) {
    return runs.pendingIds(caller, own, max);
  }

  /** One question; empty when the caller may not see it. */
  public Optional<Interaction> question(InteractionId id) {
    return answers.question(caller, id);
  }

  /** Answers a question. Whoever answered first has answered; saying the same again is fine. */
  public Answered answer(InteractionId id, Answer answer, Interaction.Via via) {
    return answers.answer(caller, id, answer, via);
  }

  /** Likewise, when it is a question of {@code run}. */
  public Answered answer(RunId run, InteractionId id, Answer answer, Interaction.Via via) {
    return answers.answer(caller, run, id, answer, via);
  }

  /** Likewise the oldest question of {@code run} that waits; empty when none does. */
  public Optional<Answered> answerNext(RunId run, Answer answer, Interaction.Via via) {
    return answers.answerNext(caller, run, answer, via);
  }

  /** Calls a run off, wherever it is; false when the caller has none of that id under way. */
  public boolean cancel(String executionId) {
    return RunId.parse(executionId).map(id -> runs.cancel(caller, id)).orElse(false);
  }

  /** The slugs of integrations the caller has a connection to, sorted, at most 50, and how many. */
  public Page<String> connectedIntegrations() {
    return driver.catalog(caller).view().connectedIntegrations();
  }
}
