package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What became of a run.
 *
 * @param text for a reader: the result or the error, then the logs
 * @param structured the same for a program: {@code {status:"completed",result,logs}} or {@code
 *     {status:"error",error,logs}}
 * @param isError whether the code failed
 */
public record ExecutionView(Status status, String text, JsonNode structured, boolean isError) {

  /** How far it came. */
  public enum Status {
    /** It ended, one way or the other. */
    @JsonProperty("completed")
    COMPLETED,
    /** It waits for a person. */
    @JsonProperty("paused")
    PAUSED,
    /** It is still at it. */
    @JsonProperty("running")
    RUNNING
  }
}
