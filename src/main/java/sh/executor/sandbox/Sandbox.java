package sh.executor.sandbox;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
  private final BitSet open = new BitSet();
  private @Nullable Guest guest;
  private boolean broken;
  private boolean closed;

  Sandbox(Machinery machinery, SandboxLimits limits, Turn turn) {
    this.machinery = machinery;
    this.limits = limits;
    this.endings = new Endings(limits);
    this.turn = turn;
    this.script = new Script(limits, machinery.clock(), machinery.turns(), turn);
    this.meter = new Meter(limits, Duration.ZERO, turn, machinery.nanoTime());
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
      if (!open.get(answer.callId())) {
        throw new IllegalArgumentException("Call " + answer.callId() + " is not open");
      }
      open.clear(answer.callId());
      script.answered();
    }
    return step(
        it -> {
          answers.forEach(answer -> deliver(it, answer));
          it.settle();
        });
  }

  private static void deliver(Guest it, Delivery answer) {
    switch (answer) {
      case Delivery.Returned(int id, byte[] json) -> it.returned(id, json);
      case Delivery.ReturnedBody(int id, byte[] head, byte[] body) -> it.returned(id, head, body);
      case Delivery.Thrown(int id, String message) -> it.thrown(id, message);
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
      step.calls().forEach(call -> open.set(call.id()));
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
    if (turn.stop.enter()) {
      try {
        if (guestPresent()) {
          work.accept(Objects.requireNonNull(guest));
          settle(null);
        }
      } catch (RuntimeException | StackOverflowError e) {
        broken = true;
        settle(e);
      } finally {
        turn.stop.exit();
      }
    }
    meter.exit();
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
