package sh.executor.mcp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the client of one standing stream is to be told, and was not so far. Whoever has news leaves
 * it here and goes on: it is told on another thread, one thing after another, and what happened
 * several times meanwhile is told once. Bounded; safe for use by many threads.
 */
final class News {

  private static final Logger LOG = Logger.getLogger(News.class);

  /** More than a session watches, so that nothing is dropped but what is watched no more. */
  private static final int UNTOLD_MAX = 128;

  private final Executor threads;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final SequencedSet<ByteBuffer> untold = new LinkedHashSet<>();

  @GuardedBy("lock")
  private @Nullable Consumer<byte[]> teller;

  @GuardedBy("lock")
  private boolean telling;

  /**
   * @param threads where it is told: at most one task at a time is given to them
   */
  News(Executor threads) {
    this.threads = threads;
  }

  /** Leaves something to be told. Does not block. */
  void add(byte[] message) {
    lock.lock();
    try {
      untold.add(ByteBuffer.wrap(message));
      if (untold.size() > UNTOLD_MAX) {
        LOG.warnf("A client is told the newest %d of the news it waits for", UNTOLD_MAX);
        untold.removeFirst();
      }
      begin();
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on, has {@code teller} tell what there is.
   *
   * @param teller may block, and throws nothing
   */
  void tellBy(Consumer<byte[]> teller) {
    lock.lock();
    try {
      this.teller = teller;
      begin();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void begin() {
    Consumer<byte[]> by = teller;
    if (by != null && !telling && !untold.isEmpty()) {
      telling = true;
      threads.execute(() -> tellAll(by));
    }
  }

  private void tellAll(Consumer<byte[]> by) {
    for (Optional<byte[]> next = next(); next.isPresent(); next = next()) {
      by.accept(next.get());
    }
  }

  private Optional<byte[]> next() {
    lock.lock();
    try {
      telling = !untold.isEmpty();
      return telling ? Optional.of(untold.removeFirst().array()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
