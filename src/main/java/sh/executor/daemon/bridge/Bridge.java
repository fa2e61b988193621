package sh.executor.daemon.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A client on two streams, and a server somewhere. Lives until the client goes. */
public final class Bridge implements AutoCloseable {

  private static final int WAITING_MAX = 1_024;
  private static final int WAITING_BYTES_MAX = 2 * Lines.BYTES_MAX;
  private static final int SETTLE_MILLIS = 300;
  private static final int END_MILLIS = 300;

  /** What stands in the queue for the end of the input. */
  private static final Message END = Message.of(new byte[0]);

  private final Lines lines;
  private final Consumer<String> notes;
  private final Outbox outbox;
  private final Relay relay;
  private final Calls calls;
  private final StandingStream standing;
  private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
  private final Semaphore room = new Semaphore(WAITING_BYTES_MAX);
  private final CountDownLatch idle = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param in what the client writes
   * @param out what it reads; nothing but messages is written to it
   * @param notes told what a person may want to know
   */
  public Bridge(Endpoint endpoint, InputStream in, OutputStream out, Consumer<String> notes) {
    this.lines = new Lines(in);
    this.notes = notes;
    this.outbox = new Outbox(out, gone::countDown);
    this.relay = new Relay(endpoint, notes);
    this.calls = new Calls(relay, outbox);
    this.standing = new StandingStream(relay, outbox);
  }

  /**
   * Forwards until the client closes either stream, gives what is under way a moment to be
   * answered, and ends the session.
   */
  public void run() {
    Thread.ofVirtual().name("send").start(this::send);
    Thread.ofPlatform().daemon().name("read").start(this::read);
    try {
      gone.await();
      idle.await(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
      calls.settle(SETTLE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  /** Has it end, as if the client had gone. */
  public void end() {
    gone.countDown();
  }

  private void read() {
    try {
      while (true) {
        try {
          byte[] line = lines.next();
          if (line == null) {
            break;
          }
          if (!isBlank(line)) {
            room.acquire(line.length);
            waiting.put(Message.of(line));
          }
        } catch (Lines.TooLong e) {
          outbox.write(
              Answers.failure("null", Answers.error(Answers.INVALID, "This is " + e.getMessage())));
        }
      }
      waiting.put(END);
    } catch (IOException e) {
      notes.accept("executor: can not read from the client: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gone.countDown();
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void send() {
    try {
      for (Message message = waiting.take(); !END.equals(message); message = waiting.take()) {
        room.release(message.bytes().length);
        send(message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      idle.countDown();
    }
  }

  private void send(Message message) throws InterruptedException {
    String cancels = message.cancels();
    if (message.kind() == Message.Kind.NONSENSE) {
      String error = Answers.error(Answers.PARSE, "Parse error: this is no JSON-RPC message.");
      outbox.write(Answers.failure("null", error));
    } else if (message.isAsking()) {
      Optional<Thread> answering = calls.ask(message);
      if (message.isInitialize() && answering.isPresent()) {
        // What comes after it is of the session it begins.
        answering.get().join();
      }
    } else if (cancels == null || !calls.cancelled(cancels)) {
      tell(message);
    }
  }

  private void tell(Message message) {
    try {
      boolean taken = relay.tell(message);
      if (taken && "notifications/initialized".equals(message.method())) {
        relay.confirmed();
        standing.begin();
      }
    } catch (IOException | Relay.UnsendableException | RuntimeException e) {
      notes.accept("executor: " + message + " did not get to the server: " + e.getMessage());
    }
  }

  /** Breaks off what is under way and ends the session. Takes less than a second. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    standing.close();
    calls.close();
    Thread ending = Thread.ofVirtual().name("end").start(() -> relay.end(END_MILLIS));
    try {
      ending.join(Duration.ofMillis(END_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
