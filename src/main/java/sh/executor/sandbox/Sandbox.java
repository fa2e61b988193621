package sh.executor.sandbox;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.Sandboxes.Restoring;
import sh.executor.sandbox.quickjs.Guest;

/**
 * One script and the engine it runs in. {@link #start} and {@link #resume} block until the step is
 * over and are called from virtual threads, one at a time; {@link #cancel} and {@link #close} from
 * anywhere, at any time. After a step that is {@link Step.Completed} or {@link Step.Failed} there
 * is nothing left but to close.
 */
public final class Sandbox implements AutoCloseable {

  private final Machinery machinery;
  private final SandboxLimits limits;
  private final Endings endings;
  private final Turn turn;
  private final Script script;
  private final Meter meter;
  private final ReentrantLock stepping = new ReentrantLock();
  private final Set<Integer> open = new HashSet<>();
  private @Nullable Guest guest;

  /** Whether the script must be told its limits: they are others than where it started. */
  private boolean untold;

  private boolean broken;
  private boolean closed;

  private Sandbox(
      Machinery machinery, SandboxLimits limits, Turn turn, Script script, Meter.Used time) {
    this.machinery = machinery;
    this.limits = limits;
    this.endings = new Endings(limits);
    this.turn = turn;
    this.script = script;
    this.meter = new Meter(limits, time, turn, machinery.nanoTime());
  }

  /** One that has seen no script. */
  static Sandbox fresh(Machinery machinery, SandboxLimits limits, Turn turn) {
    Script script = new Script(limits, machinery, turn, Script.Used.NOTHING, 0);
    return new Sandbox(machinery, limits, turn, script, Meter.Used.NOTHING);
  }

  /** One whose script waits where {@code from} was taken. */
  static Restoring restored(
      Machinery machinery, SandboxLimits limits, Turn turn, SandboxSnapshot from) {
    if (!machinery.engineId().equals(from.engine())) {
      return new Restoring.EngineMissing(from.engine());
    }
    Endings endings = new Endings(limits);
    if (from.memoryBytes() > limits.memoryBytes()) {
      return new Restoring.Refused(endings.memory());
    }
    Script script = new Script(limits, machinery, turn, from.used(), from.openCalls().size());
    Optional<Guest> guest = machinery.restore(script, limits.memoryBytes(), from.pages());
    if (guest.isEmpty()) {
      return new Restoring.Refused(endings.busy());
    }
    Sandbox sandbox = new Sandbox(machinery, limits, turn, script, from.time());
    sandbox.open.addAll(from.openCalls());
    sandbox.guest = guest.get();
    sandbox.untold = true;
    return new Restoring.Ready(sandbox);
  }

  /**
   * Runs {@code source} as far as it goes: JavaScript or TypeScript, a function or the body of one,
   * with or without a Markdown fence around it.
   */
  public Step start(String source) {
    return step(
        it ->
            machinery
                .reader()
                .read(source, limits.sizes().source(), it)
                .ifPresentOrElse(script::end, () -> it.start(limits.calls(), limits.inFlight())));
  }

  /** Gives the script answers to calls it waits for, and runs it as far as it goes. */
  public Step resume(List<Delivery> answers) {
    for (Delivery answer : answers) {
      if (!open.remove(answer.callId())) {
        throw new IllegalArgumentException("Call " + answer.callId() + " is not open");
      }
      script.answered();
    }
    return step(
        it -> {
          tellLimits(it);
          answers.forEach(answer -> deliver(it, answer));
          it.settle();
        });
  }

  private void tellLimits(Guest it) {
    if (untold) {
      it.allow(limits.calls(), limits.inFlight());
      untold = false;
    }
  }

  private static void deliver(Guest it, Delivery answer) {
    switch (answer) {
      case Delivery.Returned(int id, byte[] json) -> it.returned(id, json);
      case Delivery.ReturnedBody(int id, byte[] head, byte[] body) -> it.returned(id, head, body);
      case Delivery.Thrown(int id, String message) -> it.thrown(id, message);
    }
  }

  /**
   * The script as it waits now, to go on from elsewhere or later; this sandbox can go on as well.
   * Costs a fraction of a millisecond for an ordinary script, some ten for every megabyte it holds,
   * on the caller's thread.
   *
   * @throws IllegalStateException when the script is not waiting: it has not started, has ended, is
   *     closed, or a step is under way
   */
  public SandboxSnapshot snapshot() {
    if (!stepping.tryLock()) {
      throw new IllegalStateException(
          "A step is under way: a script is written down between steps");
    }
    try {
      Guest it = guest;
      if (it == null || closed || script.ended()) {
        throw new IllegalStateException("Only a script that waits can be written down");
      }
      return new SandboxSnapshot(
          machinery.engineId(), meter.used(), script.used(), open, it.pack());
    } finally {
      stepping.unlock();
    }
  }

  /** Ends the script at once, wherever it is; the step under way, or the next one, says so. */
  public void cancel() {
    turn.stop.stop(ScriptError.Kind.CANCELLED);
    turn.wake();
  }

  /** Processor time the script has used so far. */
  public Duration cpu() {
    return meter.cpu();
  }

  /** Ends the script if it has not ended, and gives back what it held. */
  @Override
  public void close() {
    cancel();
    stepping.lock();
    try {
      closed = true;
      if (guest != null) {
        machinery.give(guest, !broken);
        guest = null;
      }
    } finally {
      stepping.unlock();
    }
  }

  private Step step(Consumer<Guest> work) {
    if (!stepping.tryLock()) {
      throw new IllegalStateException("A sandbox takes one step at a time");
    }
    try {
      if (closed || script.ended()) {
        throw new IllegalStateException("The script is over");
      }
      attempt(work);
      Step step = script.take();
      step.calls().forEach(call -> open.add(call.id()));
      return step;
    } finally {
      stepping.unlock();
    }
  }

  private void attempt(Consumer<Guest> work) {
    machinery.watchdog().watch(meter);
    try {
      if (machinery.turns().enter(turn)) {
        try {
          machinery.workers().run(() -> inside(work), turn.stop);
        } finally {
          machinery.turns().leave(turn);
        }
      }
    } finally {
      machinery.watchdog().unwatch(meter);
    }
    ScriptError.@Nullable Kind stopped = turn.stop.reason();
    if (stopped != null) {
      broken = true;
      if (!script.ended()) {
        script.end(endings.stopped(stopped));
      }
    }
  }

  /** On a worker. */
  private void inside(Consumer<Guest> work) {
    meter.enter();
    try {
      if (turn.stop.enter()) {
        entered(work);
      }
    } finally {
      meter.exit();
    }
  }

  private void entered(Consumer<Guest> work) {
    boolean whole = false;
    try {
      if (guestPresent()) {
        work.accept(Objects.requireNonNull(guest));
        settle(null);
      }
      whole = true;
    } catch (RuntimeException | StackOverflowError e) {
      if (guest == null && !turn.stop.stopped()) {
        throw e; // There is no engine: nothing that a script could be told.
      }
      settle(e);
    } finally {
      broken |= !whole;
      turn.stop.exit();
    }
  }

  private boolean guestPresent() {
    if (guest == null) {
      guest = machinery.take(script, limits.memoryBytes()).orElse(null);
    }
    if (guest == null) {
      script.end(endings.busy());
    }
    return guest != null;
  }

  /** Sees that a script that can not go on has an end. */
  private void settle(@Nullable Throwable cause) {
    @Nullable Guest it = guest;
    if (it == null || turn.stop.stopped()) {
      return;
    }
    if (cause != null) {
      script.end(endings.broken(cause, it));
    } else if (script.ended()) {
      script.clarify(error -> endings.clarified(error, it));
    } else if (script.callsOpen() == 0) {
      script.end(endings.idle(it));
    }
  }
}
