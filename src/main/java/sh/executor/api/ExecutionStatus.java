package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run is in its life. */
public enum ExecutionStatus {
  /** It is at it. */
  @JsonProperty("running")
  RUNNING,
  /** Nothing happens before a person answers. */
  @JsonProperty("waiting")
  WAITING,
  /** It came to its end. */
  @JsonProperty("completed")
  COMPLETED,
  /** It ended without a value. */
  @JsonProperty("failed")
  FAILED,
  /** Somebody called it off. */
  @JsonProperty("cancelled")
  CANCELLED,
  /** It waited for longer than the service kept the engine it was paused in. */
  @JsonProperty("engine_retired")
  ENGINE_RETIRED
}
