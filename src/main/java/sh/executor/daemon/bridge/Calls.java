package sh.executor.daemon.bridge;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The requests under way, each with a thread that waits for its answer and writes it out. An answer
 * that breaks off is gone on with where it broke off, if the server said where that is and is still
 * there; else the request fails at once.
 */
final class Calls {

  private static final int UNDER_WAY_MAX = 256;
  private static final int SENDS_MAX = 4;
  private static final int RESUMES_MAX = 20;
  private static final int RETRY_MILLIS = 500;
  private static final int RETRY_MILLIS_MAX = 5_000;
  private static final String LOST =
      "The connection to the server broke off before it answered. What was asked for may have been"
          + " done; it was not sent again.";

  private final Relay relay;
  private final Outbox outbox;
  private final Semaphore free = new Semaphore(UNDER_WAY_MAX);
  private final Map<String, Call> underWay = new ConcurrentHashMap<>();

  Calls(Relay relay, Outbox outbox) {
    this.relay = relay;
    this.outbox = outbox;
  }

  /** A request, and the connection on which its answer is to come. */
  private static final class Call {

    private final Message message;
    private volatile Relay.Sent sent;
    private volatile boolean cancelled;

    Call(Message message, Relay.Sent sent) {
      this.message = message;
      this.sent = sent;
    }

    void goesOn(Relay.Sent next) {
      sent.call().close();
      sent = next;
      if (cancelled) {
        next.call().close();
      }
    }

    void cancel() {
      cancelled = true;
      sent.call().close();
    }
  }

  /**
   * Sends a request, in this thread, and has its answer awaited in another.
   *
   * @return that thread; empty when the request has been answered already, with a failure
   */
  Optional<Thread> ask(Message message) {
    if (!free.tryAcquire()) {
      fail(message, Answers.error(Answers.CONNECTION, "Too many requests are under way; wait."));
      return Optional.empty();
    }
    Call call;
    try {
      call = new Call(message, relay.send(message));
    } catch (IOException | Relay.UnsendableException | RuntimeException e) {
      free.release();
      fail(message, Answers.error(Answers.CONNECTION, reason(e)));
      return Optional.empty();
    }
    message.ids().forEach(id -> underWay.put(id, call));
    return Optional.of(Thread.ofVirtual().name("answer").start(() -> await(call)));
  }

  private static String reason(Exception e) {
    return e instanceof Relay.UnsendableException ? String.valueOf(e.getMessage()) : LOST;
  }

  private void await(Call call) {
    Message message = call.message;
    try {
      answer(call);
    } catch (IOException | Relay.UnsendableException | RuntimeException e) {
      if (!call.cancelled) {
        fail(message, Answers.error(Answers.CONNECTION, reason(e)));
      }
    } finally {
      call.sent.call().close();
      message.ids().forEach(id -> underWay.remove(id, call));
      free.release();
    }
  }

  private void answer(Call call) throws IOException, Relay.UnsendableException {
    boolean mended = false;
    for (int sends = 1; true; sends++) {
      HttpAnswer answer = call.sent.call().answer();
      if (answer.status() == 200) {
        take(call, answer);
        return;
      }
      if (sends >= SENDS_MAX || !relay.mayGoAgain(call.message, call.sent, answer)) {
        byte[] body = answer.bytes();
        if (mended || !relay.mends(call.message, answer.status(), body)) {
          refused(call.message, answer.status(), body);
          return;
        }
        mended = true;
      }
      call.goesOn(relay.send(call.message));
    }
  }

  private void take(Call call, HttpAnswer answer) throws IOException, Relay.UnsendableException {
    Message message = call.message;
    if (answer.is("text/event-stream")) {
      stream(call, answer);
      return;
    }
    byte[] body = answer.bytes();
    if (!message.isAnsweredBy(body)) {
      refused(message, answer.status(), body);
      return;
    }
    if (message.isInitialize()) {
      relay.begun(message, answer, body);
    }
    relay.answered(message, body);
    outbox.write(body);
  }

  /** Writes what comes on a stream until all that was asked for has been answered. */
  private void stream(Call call, HttpAnswer first) throws IOException, Relay.UnsendableException {
    Message message = call.message;
    Set<String> open = ConcurrentHashMap.newKeySet();
    open.addAll(message.ids());
    HttpAnswer answer = first;
    String last = null;
    long retry = RETRY_MILLIS;
    for (int resumes = 0; resumes < RESUMES_MAX; resumes++) {
      try {
        for (SseEvent event = SseEvent.next(answer.body());
            event != null;
            event = SseEvent.next(answer.body())) {
          last = event.id() == null ? last : event.id();
          retry = event.retryMillis() < 0 ? retry : event.retryMillis();
          if (event.data().length > 0) {
            pass(message, first, event.data(), open);
          }
          if (open.isEmpty()) {
            return;
          }
        }
      } catch (IOException e) {
        // It broke off, as it may by ending too early.
      }
      if (call.cancelled || last == null || message.isStateless()) {
        break;
      }
      answer = resumed(call, last, Math.min(retry, RETRY_MILLIS_MAX));
    }
    throw new IOException("the stream ended without the answer");
  }

  private void pass(Message message, HttpAnswer head, byte[] data, Set<String> open) {
    Message.Kind kind = Message.of(data).kind();
    if (kind == Message.Kind.NONSENSE) {
      return;
    }
    String answered = Message.answered(data);
    if (answered != null && message.isInitialize()) {
      relay.begun(message, head, data);
    }
    if (answered != null) {
      relay.answered(message, data);
    }
    outbox.write(data);
    if (answered != null) {
      open.remove(answered);
    } else if (kind == Message.Kind.BATCH) {
      // The answers to a batch, all in one.
      open.clear();
    }
  }

  private HttpAnswer resumed(Call call, String last, long waitMillis)
      throws IOException, Relay.UnsendableException {
    try {
      TimeUnit.MILLISECONDS.sleep(waitMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Relay.Sent next = relay.open(last);
    if (next == null) {
      throw new IOException("the server is gone");
    }
    call.goesOn(next);
    HttpAnswer answer = next.call().answer();
    if (answer.status() != 200 || !answer.is("text/event-stream")) {
      throw new IOException("the stream can not be gone on with");
    }
    return answer;
  }

  /** What a refusal says, as the answer to this request. */
  private void refused(Message message, int status, byte[] body) {
    if (message.isAnsweredBy(body)) {
      outbox.write(body);
      return;
    }
    String error = Message.error(body);
    if (error == null) {
      String hint = status == 401 ? ": sign in with \"executor login\"." : ", and not as MCP.";
      error = Answers.error(Answers.CONNECTION, "The server answered HTTP " + status + hint);
    }
    fail(message, error);
  }

  private void fail(Message message, String error) {
    outbox.write(Answers.failure(message, error));
  }

  /**
   * Takes a request of the stateless era back: there, that is done by breaking it off.
   *
   * @return whether it was one
   */
  boolean cancelled(String id) {
    Call call = underWay.get(id);
    if (call == null || !call.message.isStateless()) {
      return false;
    }
    call.cancel();
    return true;
  }

  /** Waits until all are answered, but not for long. */
  void settle(int millisMax) throws InterruptedException {
    if (free.tryAcquire(UNDER_WAY_MAX, millisMax, TimeUnit.MILLISECONDS)) {
      free.release(UNDER_WAY_MAX);
    }
  }

  /** Breaks all off. */
  void close() {
    underWay.values().forEach(Call::cancel);
  }
}
