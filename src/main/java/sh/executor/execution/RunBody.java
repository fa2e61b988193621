package sh.executor.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.Sandbox;
import sh.executor.sandbox.SandboxSnapshot;
import sh.executor.sandbox.ToolCall;

/**
 * What a run is made of, whoever drives it: all of it fits in an {@link Envelope}. For one thread
 * at a time.
 */
final class RunBody implements AutoCloseable {

  private final @Nullable Sandbox sandbox;
  private final SortedMap<Integer, ToolCall> open = new TreeMap<>();
  private final RunLog log;
  private @Nullable ObjectNode ending;
  private long ranMillis;
  private boolean stale = true;

  private RunBody(@Nullable Sandbox sandbox, RunLog log) {
    this.sandbox = sandbox;
    this.log = log;
  }

  /** A run that has not begun. */
  static RunBody fresh(Sandbox sandbox) {
    return new RunBody(sandbox, new RunLog());
  }

  /**
   * A run that was written down.
   *
   * @param sandbox made of the envelope's snapshot; null when the script had ended
   */
  static RunBody restored(@Nullable Sandbox sandbox, Envelope envelope) {
    RunBody body = new RunBody(sandbox, envelope.log());
    envelope.open().forEach(call -> body.open.put(call.id(), call));
    body.ending = envelope.ending();
    body.ranMillis = envelope.ranMillis();
    body.stale = false;
    return body;
  }

  /**
   * All of it.
   *
   * @param sinceMillis how long it was driven since {@link #ran} was last told
   */
  Envelope envelope(long sinceMillis) {
    @Nullable SandboxSnapshot snapshot =
        sandbox == null || ending != null ? null : sandbox.snapshot();
    return new Envelope(
        snapshot, ending, new ArrayList<>(open.values()), log, ranMillis + sinceMillis);
  }

  Sandbox sandbox() {
    if (sandbox == null) {
      throw new IllegalStateException("The script is over");
    }
    return sandbox;
  }

  /** Calls whose answers the sandbox does not have, by number. */
  SortedMap<Integer, ToolCall> open() {
    return open;
  }

  RunLog log() {
    return log;
  }

  /** How the script ended; null when it has not. */
  @Nullable ObjectNode ending() {
    return ending;
  }

  void end(ObjectNode how) {
    ending = how;
  }

  /** How long it was driven so far. */
  long ranMillis() {
    return ranMillis;
  }

  void ran(long millis) {
    ranMillis += millis;
  }

  /** Whether the script has moved since it was last written down. */
  boolean stale() {
    return stale;
  }

  void moved() {
    stale = true;
  }

  void saved() {
    stale = false;
  }

  /** Ends the script at once, wherever it is. */
  void cancel() {
    if (sandbox != null) {
      sandbox.cancel();
    }
  }

  @Override
  public void close() {
    if (sandbox != null) {
      sandbox.close();
    }
  }
}
