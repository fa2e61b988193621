package sh.executor.node;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two links with a wire between them that keeps order, and can be cut or go dead. */
public final class Wire implements AutoCloseable {

  /** What may be on the way of one channel. */
  static final int WINDOW_BYTES = 1_000;

  /** Longer than any test. */
  static final long NEVER_MILLIS = 60_000;

  /** Channels of one link. */
  static final int CHANNELS_MAX = 4;

  private final ExecutorService toDialled = Executors.newSingleThreadExecutor();
  private final ExecutorService toCalled = Executors.newSingleThreadExecutor();
  private final BlockingQueue<HopChannel> accepted = new LinkedBlockingQueue<>();
  private final BlockingQueue<HopChannel> refused = new LinkedBlockingQueue<>();
  private final HopLink dialled;
  private final HopLink called;
  private volatile boolean dead;

  /** One whose ends are always heard of in time. */
  public Wire() {
    this(NEVER_MILLIS);
  }

  Wire(long silenceMillisMax) {
    CompletableFuture<HopLink> left = new CompletableFuture<>();
    CompletableFuture<HopLink> right = new CompletableFuture<>();
    this.dialled =
        new HopLink(
            socket(toCalled, right, left),
            new HopLink.Terms(CHANNELS_MAX, WINDOW_BYTES, silenceMillisMax, Optional.empty()),
            System::nanoTime);
    this.called =
        new HopLink(
            socket(toDialled, left, right),
            new HopLink.Terms(
                CHANNELS_MAX, WINDOW_BYTES, silenceMillisMax, Optional.of(new Handler())),
            System::nanoTime);
    left.complete(dialled);
    right.complete(called);
  }

  /** A new channel, at the end that opens them. */
  public HopChannel open() {
    return dialled.open().orElseThrow();
  }

  /** The end that opens channels. */
  HopLink dialled() {
    return dialled;
  }

  /** The end that accepts them. */
  HopLink called() {
    return called;
  }

  /** The channel that came in next at the end that accepts. */
  public HopChannel accepted() throws InterruptedException {
    return next(accepted);
  }

  /** The channel that came in next, and is not accepted. */
  HopChannel refused() throws InterruptedException {
    return next(refused);
  }

  private static HopChannel next(BlockingQueue<HopChannel> channels) throws InterruptedException {
    HopChannel channel = channels.poll(10, TimeUnit.SECONDS);
    if (channel == null) {
      throw new AssertionError("no channel was opened");
    }
    return channel;
  }

  /** From now on nothing arrives, and nobody is told. */
  void die() {
    dead = true;
  }

  private HopLink.Socket socket(
      ExecutorService way, CompletableFuture<HopLink> to, CompletableFuture<HopLink> from) {
    return new HopLink.Socket() {
      @Override
      public CompletionStage<?> write(byte[] frame) {
        return CompletableFuture.runAsync(
            () -> {
              if (!dead) {
                to.join().received(frame);
              }
            },
            way);
      }

      @Override
      public void close() {
        way.execute(() -> to.join().closed());
        from.join().closed();
      }
    };
  }

  private final class Handler implements HopHandler {

    @Override
    public void accept(HopChannel channel) {
      accepted.add(channel);
    }

    @Override
    public void refuse(HopChannel channel) {
      refused.add(channel);
    }
  }

  @Override
  public void close() {
    dialled.cut();
    toDialled.shutdown();
    toCalled.shutdown();
  }
}
