package sh.executor.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One conversation with another node: messages in order, both ways, each way with credit. Blocking,
 * for virtual threads: any number of senders, one reader. It is over when either end has said so,
 * or when the other node is lost.
 */
public final class HopChannel {

  /** The longest message. */
  public static final int MESSAGE_BYTES_MAX = HopFrame.MESSAGE_BYTES_MAX;

  /** Stands for the number of a channel that nothing was sent over. */
  static final long UNNUMBERED = 0;

  private final HopLink link;
  private final int windowBytes;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<byte[]> received = new ArrayDeque<>();

  @GuardedBy("lock")
  private int receivedBytes;

  @GuardedBy("lock")
  private int takenBytes;

  @GuardedBy("lock")
  private int credit;

  private volatile long number;
  private volatile boolean lost;
  private volatile boolean standing;

  HopChannel(HopLink link, long number, int windowBytes) {
    this.link = link;
    this.number = number;
    this.windowBytes = windowBytes;
    this.credit = windowBytes;
  }

  /**
   * Sends a message of at most {@link #MESSAGE_BYTES_MAX} bytes, once the other end has room for
   * it. Blocks.
   *
   * @return false when the conversation is over; whether the message arrived is not known then
   */
  public boolean send(byte[] message) throws InterruptedException {
    if (message.length > MESSAGE_BYTES_MAX) {
      throw new IllegalArgumentException("A message of " + message.length + " bytes is too long");
    }
    lock.lockInterruptibly();
    try {
      while (credit < message.length && !over.isDone()) {
        changed.await();
      }
      if (over.isDone()) {
        return false;
      }
      credit -= message.length;
    } finally {
      lock.unlock();
    }
    return link.send(this, message);
  }

  /** The next message; waits for it. Empty when the conversation is over and all was read. */
  public Optional<byte[]> receive() throws InterruptedException {
    int credited;
    byte[] message;
    lock.lockInterruptibly();
    try {
      while (received.isEmpty() && !over.isDone()) {
        changed.await();
      }
      if (received.isEmpty()) {
        return Optional.empty();
      }
      message = received.removeFirst();
      receivedBytes -= message.length;
      takenBytes += message.length;
      credited = takenBytes >= windowBytes / 4 ? takenBytes : 0;
      takenBytes -= credited;
    } finally {
      lock.unlock();
    }
    if (credited > 0 && !over.isDone()) {
      boolean _ = link.credit(this, credited);
    }
    return Optional.of(message);
  }

  /** Says that nothing more comes from here, and listens no longer. Does not block. */
  public void end() {
    if (close(false)) {
      link.end(this);
    }
  }

  /**
   * Says that nothing is under way here any more: the conversation only stands, for as long as its
   * reader likes. It ends when this node wants to stop.
   */
  public void stand() {
    standing = true;
    if (link.isEnding()) {
      end();
    }
  }

  /** Whether it is over because the other node was lost, and not because it said so. */
  public boolean isLost() {
    return lost;
  }

  /** What to do, once, when it is over: at once when it is already. Must not block. */
  public void onOver(Runnable action) {
    CompletableFuture<Void> _ = over.thenRun(action);
  }

  /** What both ends call it by, or {@link #UNNUMBERED}. */
  long number() {
    return number;
  }

  void number(long given) {
    number = given;
  }

  boolean isStanding() {
    return standing;
  }

  boolean isOver() {
    return over.isDone();
  }

  /** A message came in; false when the other end sends more than it may. */
  boolean received(byte[] message) {
    lock.lock();
    try {
      received.addLast(message);
      receivedBytes += message.length;
      changed.signalAll();
      return receivedBytes <= windowBytes;
    } finally {
      lock.unlock();
    }
  }

  void credited(int bytes) {
    lock.lock();
    try {
      credit = Math.min(windowBytes, credit + bytes);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** It is over; false when it was before. */
  boolean close(boolean nodeIsLost) {
    lock.lock();
    try {
      if (over.isDone()) {
        return false;
      }
      lost = nodeIsLost;
    } finally {
      lock.unlock();
    }
    boolean first = over.complete(null);
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return first;
  }
}
