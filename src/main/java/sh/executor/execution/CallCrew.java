package sh.executor.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.ToolCall;
import sh.executor.telemetry.Handover;

/**
 * The calls of one run that are under way, each on a virtual thread of its own. The sandbox bounds
 * how many there are at once and in all. {@link #abort} and {@link #wake} are for anyone, the rest
 * is for the run's thread.
 */
final class CallCrew {

  /** Stands in the inbox for "something else happened": wakes the run and is not delivered. */
  private static final Delivery WAKE = new Delivery.Thrown(0, "");

  private final Consumer<String> listener;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Delivery> inbox = new LinkedBlockingQueue<>();
  private volatile boolean aborted;
  private volatile @Nullable RuntimeException failure;
  private final Map<Integer, CompletableFuture<Void>> effects = new HashMap<>();
  private final List<CompletableFuture<Void>> unkept = new ArrayList<>();
  private int open;

  CallCrew(Consumer<String> listener) {
    this.listener = listener;
  }

  /**
   * Sends a call off.
   *
   * @param work makes it; what it throws is thrown by {@link #take}
   */
  void begin(ToolCall call, Supplier<Delivery> work) {
    begin(() -> make(call, work));
  }

  private void begin(Runnable work) {
    Thread thread = Thread.ofVirtual().name("tool-call").unstarted(Handover.of(work));
    threads.add(thread);
    open++;
    thread.start();
    if (aborted) {
      thread.interrupt();
    }
  }

  /**
   * Sends off a call that may change something: {@link #finish} waits for it.
   *
   * @param keep writes the answer down, while the run goes on with it
   */
  void beginEffect(ToolCall call, Supplier<Delivery> work, Consumer<Delivery> keep) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    effects.put(call.id(), kept);
    begin(() -> make(call, work).ifPresent(answer -> keep(answer, keep, kept)));
  }

  private static void keep(Delivery answer, Consumer<Delivery> keep, CompletableFuture<Void> kept) {
    try {
      keep.accept(answer);
      kept.complete(null);
    } catch (RuntimeException e) {
      kept.completeExceptionally(e);
    }
  }

  /** Waits until all answers that were taken are written down; throws what kept one from it. */
  void awaitKept() {
    unkept.forEach(Waits::join);
    unkept.clear();
  }

  /**
   * Waits until no call is under way that may change something, but not for longer than {@code
   * within}. What the others are answered is dropped.
   */
  void finish(Supplier<Duration> within) throws InterruptedException {
    while (!effects.isEmpty() && !aborted && !within.get().isZero()) {
      take(within.get());
    }
  }

  /**
   * Waits for an answer and takes all that have come by then, in the order they came.
   *
   * @return nothing when the time is up, the run was aborted or somebody woke it
   */
  List<Delivery> take(Duration within) throws InterruptedException {
    List<Delivery> answers = new ArrayList<>();
    Delivery first = inbox.poll(within.toNanos(), TimeUnit.NANOSECONDS);
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
    if (first == null || aborted) {
      return answers;
    }
    answers.add(first);
    inbox.drainTo(answers);
    answers.removeIf(answer -> answer.callId() == WAKE.callId());
    open -= answers.size();
    answers.forEach(this::taken);
    return answers;
  }

  private void taken(Delivery answer) {
    CompletableFuture<Void> kept = effects.remove(answer.callId());
    if (kept != null) {
      unkept.add(kept);
    }
  }

  /** Whether calls are under way whose answers were not taken. */
  boolean busy() {
    return open > 0;
  }

  /** Has the run look around. */
  void wake() {
    inbox.add(WAKE);
  }

  /** Breaks off every call under way. */
  void abort() {
    aborted = true;
    threads.forEach(Thread::interrupt);
    wake();
  }

  private Optional<Delivery> make(ToolCall call, Supplier<Delivery> work) {
    Delivery answer = WAKE;
    try {
      answer = work.get();
      listener.accept(call.path());
      return Optional.of(answer);
    } catch (RuntimeException e) {
      failure = e;
      return Optional.empty();
    } finally {
      // What is known now is written down even if the run is broken off.
      threads.remove(Thread.currentThread());
      // Whatever happened: a run waits for this.
      inbox.add(answer);
    }
  }
}
