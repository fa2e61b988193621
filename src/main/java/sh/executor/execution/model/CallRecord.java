package sh.executor.execution.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call in the journal of a run.
 *
 * @param path of the tool
 * @param arguments as the script gave them; null when they were too large to keep
 * @param error the code of what it failed by, or the message it threw, or {@code run_ended} when
 *     the run ended before it had; null when it did not fail
 * @param endedAt null while it is under way
 */
public record CallRecord(
    int callId,
    String path,
    State state,
    @Nullable JsonNode arguments,
    @Nullable String error,
    Instant startedAt,
    @Nullable Instant endedAt) {

  /** What is known of a call. */
  public enum State {
    /** A read on its way: not written down before it ends. */
    SENT,
    /** Written down, and on its way or about to be. */
    INTENDED,
    /** A person is asked. */
    WAITING,
    /** It was answered, well or not. */
    DONE,
    /** It was not made, or was a read that was broken off when the run ended. */
    FAILED,
    /** A person said no. */
    DECLINED,
    /**
     * It was on its way when its node died, and a person is asked; or when the run was called off.
     * Nobody knows whether it arrived.
     */
    IN_DOUBT
  }
}
