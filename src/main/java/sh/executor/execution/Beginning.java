package sh.executor.execution;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.model.RunState;
import sh.executor.telemetry.Alarms;
import sh.executor.telemetry.Handover;

/**
 * When the row of a run is first written: beside its first call, or beside a first step that takes
 * longer than {@link #UNWRITTEN}. A run that is over by then is written once, with its end. Any
 * thread may ask; the row is written once, and what came of that is told to all.
 */
final class Beginning {

  /** Of a run that goes on: its row is there. */
  static final Beginning PAST = past();

  /** About how long a run that asks for nothing may be known to this process only. */
  private static final Duration UNWRITTEN = Duration.ofMillis(10);

  private final AtomicReference<@Nullable FutureTask<Void>> writing = new AtomicReference<>();
  private final Runnable begun;
  private final BiConsumer<RunState, RunStore.Ending> ended;
  private final Runnable elsewhere;

  private Beginning(Runnable begun, BiConsumer<RunState, RunStore.Ending> ended) {
    this.begun = begun;
    this.ended = ended;
    this.elsewhere = Handover.of(() -> Objects.requireNonNull(writing.get()).run());
  }

  /**
   * Of a run that begins now.
   *
   * @param begun writes its row
   * @param ended writes it as that of a run that is over
   */
  static Beginning of(Runnable begun, BiConsumer<RunState, RunStore.Ending> ended, Alarms alarms) {
    return of(begun, ended, alarms, UNWRITTEN);
  }

  /** Likewise; the row of a run that does not end within {@code unwritten} is written then. */
  static Beginning of(
      Runnable begun,
      BiConsumer<RunState, RunStore.Ending> ended,
      Alarms alarms,
      Duration unwritten) {
    Beginning beginning = new Beginning(begun, ended);
    // Silenced by nobody: it rings for a run that is over, too, and finds it written.
    Alarms.Alarm _ = alarms.in(unwritten, beginning::write);
    return beginning;
  }

  private static Beginning past() {
    Beginning beginning = new Beginning(() -> {}, (state, ending) -> {});
    beginning.write();
    return beginning;
  }

  /** Sees to it that the row is written, or being written on another thread. */
  void write() {
    if (writing.compareAndSet(null, new FutureTask<>(begun, null))) {
      Thread.ofVirtual().name("run-begin").start(elsewhere);
    }
  }

  /**
   * Writes the row with the end of the run, if it is not written yet.
   *
   * @return false when it is there already, or about to be: then the run ends like any other
   */
  boolean writeEnded(RunState state, RunStore.Ending ending) {
    FutureTask<Void> task = new FutureTask<>(() -> ended.accept(state, ending), null);
    if (!writing.compareAndSet(null, task)) {
      return false;
    }
    task.run();
    Waits.join(task);
    return true;
  }

  /** Waits until the row is there; fails as writing it did. */
  void await() {
    write();
    Waits.join(Objects.requireNonNull(writing.get()));
  }
}
