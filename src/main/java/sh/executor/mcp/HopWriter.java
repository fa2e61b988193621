package sh.executor.mcp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sh.executor.node.HopChannel;

/**
 * Writes to a channel what nobody wants to wait for, in the order it came. A virtual thread does it
 * while there is something to write; what waits is bounded. Safe for use by many threads.
 */
final class HopWriter {

  private final HopChannel channel;
  private final int bytesMax;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<Waiting> queue = new ArrayDeque<>();

  @GuardedBy("lock")
  private long queuedBytes;

  @GuardedBy("lock")
  private boolean running;

  @GuardedBy("lock")
  private boolean ended;

  HopWriter(HopChannel channel, int bytesMax) {
    this.channel = channel;
    this.bytesMax = bytesMax;
  }

  /**
   * Writes messages, one after the other and nothing between.
   *
   * @return done when they are out, with false when they are not and never will be
   */
  CompletableFuture<Boolean> write(List<byte[]> messages) {
    return write(messages, false);
  }

  /** Likewise, and then nothing more: the channel is ended. */
  void end(List<byte[]> messages) {
    CompletableFuture<Boolean> _ = write(messages, true);
  }

  private CompletableFuture<Boolean> write(List<byte[]> messages, boolean last) {
    Waiting waiting = new Waiting(messages, last, new CompletableFuture<>());
    lock.lock();
    try {
      if (ended || (!last && queuedBytes + waiting.bytes() > bytesMax)) {
        return CompletableFuture.completedFuture(false);
      }
      ended = last;
      queue.addLast(waiting);
      queuedBytes += waiting.bytes();
      if (!running) {
        running = true;
        Thread.ofVirtual().name("hop-writer").start(this::run);
      }
    } finally {
      lock.unlock();
    }
    return waiting.out();
  }

  private void run() {
    for (Waiting next = next(); next != null; next = next()) {
      boolean out = false;
      try {
        out = send(next.messages());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        if (next.last()) {
          channel.end();
        }
        next.out().complete(out);
      }
    }
  }

  private boolean send(List<byte[]> messages) throws InterruptedException {
    for (byte[] message : messages) {
      if (!channel.send(message)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Waiting next() {
    lock.lock();
    try {
      Waiting next = queue.pollFirst();
      if (next == null) {
        running = false;
      } else {
        queuedBytes -= next.bytes();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private record Waiting(List<byte[]> messages, boolean last, CompletableFuture<Boolean> out) {

    long bytes() {
      return messages.stream().mapToLong(message -> message.length).sum();
    }
  }
}
