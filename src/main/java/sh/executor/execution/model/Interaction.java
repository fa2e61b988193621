package sh.executor.execution.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.AccountId;

/**
 * A question to a person about one call of a run, and what became of it.
 *
 * @param owner whose run it is
 * @param callId the call's number in its run
 * @param consoleOnly whether only a person at the console may answer
 * @param deadline when it counts as declined
 * @param settled null while it is pending
 */
public record Interaction(
    InteractionId id,
    RunId run,
    AccountId owner,
    int callId,
    State state,
    Question question,
    boolean consoleOnly,
    Instant createdAt,
    Instant deadline,
    @Nullable Settled settled) {

  /** The same with what is asked. */
  public Interaction asking(Question asked) {
    return new Interaction(
        id, run, owner, callId, state, asked, consoleOnly, createdAt, deadline, settled);
  }

  /** The same with what became of it. */
  public Interaction settledAs(State outcome, Settled how) {
    return new Interaction(
        id, run, owner, callId, outcome, question, consoleOnly, createdAt, deadline, how);
  }

  /** What became of a question. */
  public enum State {
    PENDING,
    ACCEPTED,
    DECLINED,
    CANCELLED,
    EXPIRED
  }

  /** By what door an answer came. */
  public enum Via {
    /** The person's client showed the question. */
    NATIVE,
    /** The agent answered, where the organisation lets it. */
    MODEL,
    /** The REST API. */
    REST,
    /** The approval page. */
    PAGE,
    /** Nobody answered in time. */
    DEADLINE,
    /** The run ended first. */
    RUN_ENDED
  }

  /**
   * How a question was settled.
   *
   * @param by null when no person did it
   */
  public record Settled(@Nullable AccountId by, Instant at, Via via) {}
}
