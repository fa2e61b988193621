package sh.executor.execution;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sh.executor.execution.model.RunId;

/**
 * Wakes those who wait for a run when something happens to it on this node. What happens on other
 * nodes is not heard here, so whoever waits looks again now and then.
 */
@Singleton
final class RunSignals {

  private final Map<RunId, CountDownLatch> latches = new ConcurrentHashMap<>();

  /** Says that something happened to a run. */
  void happened(RunId run) {
    CountDownLatch latch = latches.remove(run);
    if (latch != null) {
      latch.countDown();
    }
  }

  /** Something to wait on, to be got before looking whether there is reason to. */
  Watch watch(RunId run) {
    CountDownLatch latch = latches.computeIfAbsent(run, id -> new CountDownLatch(1));
    return new Watch() {
      @Override
      public void await(long millis) throws InterruptedException {
        boolean _ = latch.await(millis, TimeUnit.MILLISECONDS);
      }

      @Override
      public void close() {
        if (latch.getCount() > 0) {
          latches.remove(run, latch);
          latch.countDown();
        }
      }
    };
  }

  /** Waits for something to happen; closing it wakes the others, who look and wait again. */
  interface Watch extends AutoCloseable {
    /** Until something happens, but not for longer. */
    void await(long millis) throws InterruptedException;

    @Override
    void close();
  }
}
