package sh.executor.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.ToolCall;
import sh.executor.telemetry.Alarms;
import sh.executor.telemetry.Handover;

/**
 * The calls of one run that are under way, each on a virtual thread of its own. The sandbox bounds
 * how many there are at once and in all. {@link #abort} and {@link #wake} are for anyone, the rest
 * is for the run's thread.
 */
final class CallCrew {

  private static final Logger LOG = Logger.getLogger(CallCrew.class);

  /** Stands in the inbox for "something else happened": wakes the run and is not delivered. */
  private static final Delivery WAKE = new Delivery.Thrown(0, "");

  private final CallerStack.Listener listener;
  private final Alarms alarms;
  private final AtomicLong made = new AtomicLong();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final SoleCall sole = new SoleCall();
  private final BlockingQueue<Delivery> inbox = new LinkedBlockingQueue<>();
  private volatile boolean aborted;
  private volatile @Nullable RuntimeException failure;
  private final Map<Integer, CompletableFuture<Void>> effects = new HashMap<>();
  private final List<CompletableFuture<Void>> unkept = new ArrayList<>();
  private final Map<Integer, CompletableFuture<Void>> telling = new ConcurrentHashMap<>();
  private int open;

  CallCrew(CallerStack.Listener listener, Alarms alarms) {
    this.listener = listener;
    this.alarms = alarms;
  }

  /**
   * Sends a call off.
   *
   * @param work makes it; what it throws is thrown by {@link #take}
   */
  void begin(ToolCall call, Supplier<Delivery> work) {
    begin(call, work, answer -> {}, new CompletableFuture<>());
  }

  private void begin(
      ToolCall call,
      Supplier<Delivery> work,
      Consumer<Delivery> keep,
      CompletableFuture<Void> kept) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    begin(
        () -> {
          try {
            // Whoever listens may be slow, or fail: the answer is known and kept by then.
            keep.accept(make(call, work, told));
            kept.complete(null);
            tell(call);
          } catch (Throwable e) {
            // The run hears of it by take or awaitKept.
            kept.completeExceptionally(e);
          } finally {
            telling.remove(call.id());
            told.complete(null);
          }
        });
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
   * Makes a call on the run's own thread, if no other is under way.
   *
   * @param work makes it; may be broken off, and made again
   * @return nothing when the run is to look around first, as it is after {@code within}
   * @throws InterruptedException when this thread was interrupted by others than the run: what came
   *     of the call then says nothing about it
   */
  Optional<Delivery> make(ToolCall call, Supplier<Delivery> work, Duration within)
      throws InterruptedException {
    Alarms.Alarm late = alarms.in(within, this::wake);
    try {
      Optional<Delivery> answer = sole.make(work, () -> busy() || !inbox.isEmpty());
      if (Thread.interrupted()) {
        throw new InterruptedException("while a call was made");
      }
      answer.ifPresent(_ -> cameBack(call));
      return answer;
    } catch (Error e) {
      throw new IllegalStateException("make a call", e);
    } finally {
      late.silence();
    }
  }

  private void cameBack(ToolCall call) {
    made.incrementAndGet();
    if (listener.isListening()) {
      tellBeside(call);
    }
  }

  private void tellBeside(ToolCall call) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    telling.put(call.id(), told);
    Runnable tell =
        () -> {
          try {
            tell(call);
          } finally {
            telling.remove(call.id());
            told.complete(null);
          }
        };
    Thread.ofVirtual().name("tool-told").start(Handover.of(tell));
  }

  /**
   * Sends off a call that may change something: {@link #finish} waits for it.
   *
   * @param keep writes the answer down, while the run goes on with it
   */
  void beginEffect(ToolCall call, Supplier<Delivery> work, Consumer<Delivery> keep) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    effects.put(call.id(), kept);
    begin(call, work, keep, kept);
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

  /** Waits until the listener has heard of all that came back, for {@code within} at most. */
  void awaitTold(Duration within) {
    if (!aborted) {
      await(telling.values(), within);
    }
  }

  /**
   * Waits until what may change something has come back and is written down, whatever has failed
   * meanwhile, but not for longer than {@code within}. For a run that is about to be left.
   */
  void letFinish(Duration within) {
    List<CompletableFuture<Void>> under = new ArrayList<>(effects.values());
    under.addAll(unkept);
    await(under, within);
  }

  private static void await(Collection<CompletableFuture<Void>> work, Duration within) {
    try {
      CompletableFuture.allOf(work.toArray(CompletableFuture[]::new))
          .get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("Not all calls are known to have come back", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for an answer and takes all that have come by then, in the order they came.
   *
   * @return nothing when the time is up, the run was aborted or somebody woke it
   */
  List<Delivery> take(Duration within) throws InterruptedException {
    List<Delivery> answers = new ArrayList<>();
    Delivery first = first(within);
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
    if (aborted) {
      return answers;
    }
    answers.add(first);
    inbox.drainTo(answers);
    answers.removeIf(answer -> answer.callId() == WAKE.callId());
    open -= answers.size();
    answers.forEach(this::taken);
    return answers;
  }

  private Delivery first(Duration within) throws InterruptedException {
    Delivery here = inbox.poll();
    if (here != null) {
      return here;
    }
    Alarms.Alarm late = alarms.in(within, this::wake);
    try {
      return inbox.take();
    } finally {
      late.silence();
    }
  }

  private void taken(Delivery answer) {
    CompletableFuture<Void> kept = effects.remove(answer.callId());
    if (kept != null) {
      unkept.add(kept);
    }
  }

  /** How many calls have come back. */
  long made() {
    return made.get();
  }

  /** Whether calls are under way whose answers were not taken. */
  boolean busy() {
    return open > 0;
  }

  /** Has the run look around. */
  void wake() {
    inbox.add(WAKE);
    sole.breakOff();
  }

  /** Breaks off every call under way. */
  void abort() {
    aborted = true;
    threads.forEach(Thread::interrupt);
    wake();
  }

  private Delivery make(ToolCall call, Supplier<Delivery> work, CompletableFuture<Void> told) {
    Delivery answer = WAKE;
    try {
      answer = work.get();
      made.incrementAndGet();
      return answer;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } catch (Error e) {
      failure = new IllegalStateException("make a call", e);
      throw e;
    } finally {
      // What is known now is written down even if the run is broken off.
      threads.remove(Thread.currentThread());
      telling.put(call.id(), told);
      // Whatever happened: a run waits for this.
      inbox.add(answer);
    }
  }

  private void tell(ToolCall call) {
    try {
      listener.cameBack(call.path());
    } catch (RuntimeException e) {
      LOG.debugf(e, "Nobody was told that the call %d came back", call.id());
    }
  }
}
