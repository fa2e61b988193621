package sh.executor.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import sh.executor.kernel.TenantId;

/**
 * Looks names up with a limit on time and number. The system's resolver blocks its thread, can not
 * be interrupted and may take many seconds, so it runs on a few threads of its own and callers wait
 * for it no longer than they like. Answers are kept for some seconds, to spare a busy caller the
 * change of threads. No organisation has more than its share of the threads, so that names nobody
 * answers for hold up only those who ask for them.
 */
final class Lookups implements AutoCloseable {

  private static final int THREADS_MAX = 16;
  private static final int PER_TENANT_MAX = 4;
  private static final int WAITING_MAX = 256;
  private static final int KEPT_MAX = 1_000;
  private static final Duration KEPT_FOR = Duration.ofSeconds(10);

  private final Resolver resolver;
  private final LongSupplier nanoTime;
  private final ThreadPoolExecutor threads;
  private final Shares shares = new Shares();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Kept> kept = recentlyUsed();

  Lookups(Resolver resolver, LongSupplier nanoTime) {
    this.resolver = resolver;
    this.nanoTime = nanoTime;
    this.threads =
        new ThreadPoolExecutor(
            THREADS_MAX,
            THREADS_MAX,
            KEPT_FOR.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().daemon().name("outbound-lookup-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** What a lookup came to. */
  sealed interface Found {
    /** At least one address, in the order to try them. */
    record Addresses(List<InetAddress> addresses) implements Found {}

    /** There is no such name, or nobody knows. */
    record Unknown() implements Found {}

    /** The deadline passed. */
    record Late() implements Found {}

    /** Too many names are being looked up. */
    record Busy() implements Found {}
  }

  /** The addresses of {@code host}, a name or a literal address, for {@code tenant}. */
  Found find(TenantId tenant, String host, Deadline by) throws InterruptedException {
    if (UrlRules.isAddress(host)) {
      return literal(host);
    }
    Optional<List<InetAddress>> known = kept(host);
    return known.isPresent() ? new Found.Addresses(known.get()) : ask(tenant, host, by);
  }

  private static Found literal(String host) {
    try {
      return new Found.Addresses(List.of(InetAddress.ofLiteral(host)));
    } catch (IllegalArgumentException e) {
      return new Found.Unknown();
    }
  }

  private Found ask(TenantId tenant, String host, Deadline by) throws InterruptedException {
    Optional<Runnable> share = shares.enter(tenant, PER_TENANT_MAX, by);
    return share.isEmpty() ? new Found.Busy() : ask(host, by, share.get());
  }

  /**
   * Leaves its share when the resolver is done with the name, however long after the deadline.
   *
   * @param leave what to run then
   */
  private Found ask(String host, Deadline by, Runnable leave) throws InterruptedException {
    FutureTask<InetAddress[]> task = new FutureTask<>(() -> resolver.resolve(host));
    Runnable job = () -> runAndThen(task, leave);
    try {
      threads.execute(job);
      List<InetAddress> addresses = List.of(task.get(by.leftNanos(), TimeUnit.NANOSECONDS));
      keep(host, addresses);
      return addresses.isEmpty() ? new Found.Unknown() : new Found.Addresses(addresses);
    } catch (RejectedExecutionException e) {
      leave.run();
      return new Found.Busy();
    } catch (TimeoutException e) {
      return new Found.Late();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        return new Found.Unknown();
      }
      throw new IllegalStateException("Look up " + host, e.getCause());
    } finally {
      if (!task.isDone()) {
        task.cancel(true);
        if (threads.remove(job)) {
          leave.run();
        }
      }
    }
  }

  private static void runAndThen(Runnable task, Runnable then) {
    try {
      task.run();
    } finally {
      then.run();
    }
  }

  private Optional<List<InetAddress>> kept(String host) {
    lock.lock();
    try {
      return Optional.ofNullable(kept.get(host))
          .filter(found -> found.until().leftNanos() > 0)
          .map(Kept::addresses);
    } finally {
      lock.unlock();
    }
  }

  private void keep(String host, List<InetAddress> addresses) {
    lock.lock();
    try {
      kept.put(host, new Kept(addresses, Deadline.in(KEPT_FOR, nanoTime)));
    } finally {
      lock.unlock();
    }
  }

  /** Ends the threads; lookups under way are left to end by themselves. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static <K, V> Map<K, V> recentlyUsed() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > KEPT_MAX;
      }
    };
  }

  private record Kept(List<InetAddress> addresses, Deadline until) {}
}
