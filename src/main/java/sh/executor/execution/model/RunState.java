package sh.executor.execution.model;

import java.util.Locale;

/** Where a run is in its life. */
public enum RunState {
  /** A node drives it, or is about to take it over from one that died. */
  RUNNING,
  /** Nothing can happen before a person answers. */
  WAITING,
  /** It came to its end. */
  COMPLETED,
  /** It ended without a value. */
  FAILED,
  /** Somebody called it off. */
  CANCELLED,
  /** It waited for longer than the service kept the engine it was paused in. */
  ENGINE_RETIRED;

  /** Whether nothing more will happen. */
  public boolean ended() {
    return this != RUNNING && this != WAITING;
  }

  /** The name on the wire and in storage. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that name. */
  public static RunState of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
