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
final class Wire implements AutoCloseable {

  /** What may be on the way of one channel. */
  static final int WINDOW_BYTES = 1_000;

  /** Channels of one link. */
  static final int CHANNELS_MAX = 4;

  private final ExecutorService toDialled = Executors.newSingleThreadExecutor();
  private final ExecutorService toCalled = Executors.newSingleThreadExecutor();
  private final BlockingQueue<HopChannel> accepted = new LinkedBlockingQueue<>();
  private final HopLink dialled;
  private final HopLink called;
  private volatile boolean dead;

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
                CHANNELS_MAX, WINDOW_BYTES, silenceMillisMax, Optional.of(accepted::add)),
            System::nanoTime);
    left.complete(dialled);
    right.complete(called);
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
  HopChannel accepted() throws InterruptedException {
    HopChannel channel = accepted.poll(10, TimeUnit.SECONDS);
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

  @Override
  public void close() {
    dialled.cut();
    toDialled.shutdown();
    toCalled.shutdown();
  }
}
