package sh.executor.node;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The connection to one other node, with the channels that run over it. The end that dialled opens
 * channels, the other one accepts them. A peer that breaks the rules, or is silent for too long, is
 * cut off, and every channel is lost with it.
 *
 * <p>The other end takes a number that is not above all it has seen for that of a channel that is
 * over. So a channel has none until its first message goes out, and first messages go out one after
 * the other.
 */
final class HopLink {

  private static final Logger LOG = Logger.getLogger(HopLink.class);

  /** As many channels as are accepted may be in the course of being refused. */
  private static final int REFUSALS = 2;

  private final Socket socket;
  private final Terms terms;
  private final LongSupplier nanoTime;
  private final Set<HopChannel> channels = ConcurrentHashMap.newKeySet();
  private final Map<Long, HopChannel> numbered = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /** Held while a channel gets its number and its first message is handed to the socket. */
  private final ReentrantLock firsts = new ReentrantLock();

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long heardNanos;
  private volatile boolean draining;

  HopLink(Socket socket, Terms terms, LongSupplier nanoTime) {
    this.socket = socket;
    this.terms = terms;
    this.nanoTime = nanoTime;
    this.heardNanos = nanoTime.getAsLong();
  }

  /** The socket below, on which frames arrive in the order they were written. */
  interface Socket {
    /** Writes a frame, after those written before. Does not block. */
    CompletionStage<?> write(byte[] frame);

    /** Closes it, which the owner tells by {@link HopLink#closed}. Does not block. */
    void close();
  }

  /**
   * What holds for a link.
   *
   * @param silenceMillisMax how long the other end may say nothing
   * @param handler what to do with a channel the other end opened; empty at the end that dialled
   */
  record Terms(
      int channelsMax, int windowBytes, long silenceMillisMax, Optional<HopHandler> handler) {}

  /** Watches over the other end until the link is closed. */
  void watch() {
    Thread.ofVirtual().name("hop-link").start(this::beat);
  }

  private void beat() {
    long silence = TimeUnit.MILLISECONDS.toNanos(terms.silenceMillisMax());
    try {
      while (!closed.await(terms.silenceMillisMax() / 4, TimeUnit.MILLISECONDS)) {
        if (nanoTime.getAsLong() - heardNanos > silence) {
          LOG.warn("Another node has fallen silent; the connection to it is given up");
          cut();
          return;
        }
        post(HopFrame.alive());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Opens a channel, of which the other end hears by its first message; empty when there are too
   * many, or the link is closed.
   */
  Optional<HopChannel> open() {
    if (draining || channels.size() >= terms.channelsMax()) {
      return Optional.empty();
    }
    HopChannel channel = new HopChannel(this, HopChannel.UNNUMBERED, terms.windowBytes());
    channels.add(channel);
    if (isClosed()) {
      lose();
      return Optional.empty();
    }
    return Optional.of(channel);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Whether no channel can be opened any more. */
  boolean isEnding() {
    return draining || isClosed();
  }

  /**
   * Opens and accepts no more channels, ends those that only stand, and closes when the last one is
   * over.
   */
  void drain() {
    draining = true;
    channels.stream().filter(HopChannel::isStanding).forEach(HopChannel::end);
    cutIfDrained();
  }

  private void cutIfDrained() {
    if (draining && channels.isEmpty()) {
      cut();
    }
  }

  /** Writes a message of a channel and waits until it is out; false when the link is lost. */
  boolean send(HopChannel channel, byte[] message) throws InterruptedException {
    return isOut(
        channel.number() == HopChannel.UNNUMBERED
            ? begin(channel, message)
            : socket.write(HopFrame.message(channel.number(), message).written()));
  }

  private CompletionStage<?> begin(HopChannel channel, byte[] first) {
    firsts.lock();
    try {
      if (channel.number() == HopChannel.UNNUMBERED) {
        channel.number(numbers.incrementAndGet());
        numbered.put(channel.number(), channel);
      }
      CompletionStage<?> out = socket.write(HopFrame.message(channel.number(), first).written());
      if (channel.isOver()) {
        // Whoever ended it may have seen no number yet, and so have told nobody.
        end(channel);
      }
      return out;
    } finally {
      firsts.unlock();
    }
  }

  /** Says that a channel is over, if the other end has heard of it at all. */
  void end(HopChannel channel) {
    if (channel.number() != HopChannel.UNNUMBERED) {
      post(HopFrame.end(channel.number()));
    }
    forget(channel);
  }

  /** Says that so many bytes more may be sent, and waits until that is out. */
  boolean credit(HopChannel channel, int bytes) throws InterruptedException {
    return isOut(socket.write(HopFrame.credit(channel.number(), bytes).written()));
  }

  private boolean isOut(CompletionStage<?> written) throws InterruptedException {
    try {
      Object _ = written.toCompletableFuture().get(terms.silenceMillisMax(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (TimeoutException e) {
      cut();
      return false;
    }
  }

  /** Writes a small frame without waiting. */
  private void post(HopFrame frame) {
    if (!isClosed()) {
      CompletionStage<?> _ = socket.write(frame.written());
    }
  }

  /** Takes a frame; for one thread at a time, in order. Does not block. */
  void received(byte[] bytes) {
    heardNanos = nanoTime.getAsLong();
    Optional<HopFrame> frame = HopFrame.read(bytes);
    if (frame.isEmpty() || !takes(frame.get())) {
      LOG.warn("Another node said what no node says; the connection to it is given up");
      cut();
    }
  }

  private boolean takes(HopFrame frame) {
    HopChannel channel = numbered.get(frame.channel());
    switch (frame.kind()) {
      case ALIVE -> {}
      case CREDIT -> {
        if (channel != null) {
          channel.credited(frame.credit());
        }
      }
      case END -> {
        if (channel != null) {
          boolean _ = channel.close(false);
          forget(channel);
        }
      }
      case MESSAGE -> {
        return channel == null ? opens(frame) : channel.received(frame.bytes());
      }
    }
    return true;
  }

  /** A message of no channel opens one, unless it is late for one that is over. */
  private boolean opens(HopFrame first) {
    if (terms.handler().isEmpty() || first.channel() <= numbers.get()) {
      return true;
    }
    numbers.set(first.channel());
    boolean tooMany = channels.size() >= terms.channelsMax();
    if (channels.size() >= REFUSALS * terms.channelsMax()) {
      post(HopFrame.end(first.channel()));
      return true;
    }
    HopChannel channel = new HopChannel(this, first.channel(), terms.windowBytes());
    channels.add(channel);
    numbered.put(first.channel(), channel);
    boolean fits = channel.received(first.bytes());
    if (draining || tooMany) {
      terms.handler().get().refuse(channel);
    } else {
      terms.handler().get().accept(channel);
    }
    return fits;
  }

  private void forget(HopChannel channel) {
    numbered.remove(channel.number());
    channels.remove(channel);
    cutIfDrained();
  }

  /** Ends the connection from here. */
  void cut() {
    socket.close();
    closed();
  }

  /** The connection is at its end, whoever ended it. */
  void closed() {
    closed.countDown();
    lose();
  }

  private void lose() {
    channels.forEach(channel -> channel.close(true));
    channels.clear();
    numbered.clear();
  }
}
