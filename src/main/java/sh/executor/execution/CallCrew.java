package sh.executor.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.ToolCall;
import sh.executor.telemetry.Handover;

/**
 * The calls of one run that are under way, each on a virtual thread of its own. The sandbox bounds
 * how many there are at once and in all. {@link #begin} and {@link #take} belong to the run's
 * thread; {@link #abort} to anyone.
 */
final class CallCrew {

  /** Stands in the inbox for "something else happened": wakes the run and is not delivered. */
  private static final Delivery WAKE = new Delivery.Thrown(0, "");

  private final CallDesk desk;
  private final Consumer<String> listener;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Delivery> inbox = new LinkedBlockingQueue<>();
  private volatile boolean aborted;
  private int open;

  CallCrew(CallDesk desk, Consumer<String> listener) {
    this.desk = desk;
    this.listener = listener;
  }

  /** Sends calls off. */
  void begin(List<ToolCall> calls) {
    for (ToolCall call : calls) {
      Thread thread = Thread.ofVirtual().name("tool-call").unstarted(Handover.of(() -> make(call)));
      threads.add(thread);
      open++;
      thread.start();
      if (aborted) {
        thread.interrupt();
      }
    }
  }

  /**
   * Waits for an answer and takes all that have come by then, in the order they came.
   *
   * @return nothing when the time is up or the run was aborted
   */
  List<Delivery> take(Duration within) throws InterruptedException {
    List<Delivery> answers = new ArrayList<>();
    Delivery first = inbox.poll(within.toNanos(), TimeUnit.NANOSECONDS);
    if (first == null || aborted) {
      return answers;
    }
    answers.add(first);
    inbox.drainTo(answers);
    answers.remove(WAKE);
    open -= answers.size();
    return answers;
  }

  /** Whether calls are under way whose answers were not taken. */
  boolean busy() {
    return open > 0;
  }

  /** Breaks off every call under way. */
  void abort() {
    aborted = true;
    threads.forEach(Thread::interrupt);
    inbox.add(WAKE);
  }

  private void make(ToolCall call) {
    Delivery answer = new Delivery.Thrown(call.id(), "The call was broken off.");
    try {
      answer = desk.answer(call);
      listener.accept(call.path());
    } finally {
      // Whatever happened: a run waits for this.
      inbox.add(answer);
      threads.remove(Thread.currentThread());
    }
  }
}
