package sh.executor.daemon.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to the server, wherever it is, and keeps the session that goes with them. A
 * message that was not sent is sent again; one that was sent is not.
 */
final class Relay {

  /** How long an answer may be silent. A server says something every 25 seconds on a stream. */
  static final int SILENCE_MILLIS = 20 * 60_000;

  private static final int ATTEMPTS_MAX = 4;
  private static final int PAGES_MAX = 100;
  private static final int SHORT_SILENCE_MILLIS = 30_000;
  private static final int PAUSE_MILLIS = 100;
  private static final int WAIT_SECONDS_MAX = 5;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final int NOT_FOUND = 404;
  private static final byte[] INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"
          .getBytes(StandardCharsets.US_ASCII);

  private final Endpoint endpoint;
  private final Consumer<String> notes;
  private final AtomicReference<Session> session = new AtomicReference<>(Session.NONE);
  private final ReentrantLock renewing = new ReentrantLock();
  private final ToolHeaders tools = new ToolHeaders();

  Relay(Endpoint endpoint, Consumer<String> notes) {
    this.endpoint = endpoint;
    this.notes = notes;
  }

  /** A message that is on its way. */
  record Sent(HttpCall call, Session session) {}

  /** A message could not be sent, or not again. */
  static final class UnsendableException extends Exception {

    UnsendableException(String message) {
      super(message, null, false, false);
    }
  }

  Session session() {
    return session.get();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** The client began the conversation; {@code answer} is what the server said to it. */
  void begun(Message initialize, HttpAnswer head, byte[] answer) {
    String revision = Message.agreed(answer);
    if (revision != null) {
      String id = head.header("mcp-session-id").orElse(null);
      session.updateAndGet(before -> before.begun(initialize, id, revision));
    }
  }

  /** The server answered {@code message}. */
  void answered(Message message, byte[] answer) {
    if (message.isStateless() && "tools/list".equals(message.method())) {
      tools.listed(answer);
    }
  }

  /**
   * Looks up what the server wants in the headers of a call that it refused for them.
   *
   * @return whether the call would now have others
   */
  boolean mends(Message message, int status, byte[] refusal)
      throws UnsendableException, IOException {
    if (!ToolHeaders.isMismatch(message, status, refusal)) {
      return false;
    }
    Map<String, String> before = tools.of(message);
    String cursor = null;
    for (int page = 0; page < PAGES_MAX; page++) {
      Message list = ToolHeaders.list(message, cursor);
      try (HttpCall call = send(list, SHORT_SILENCE_MILLIS).call()) {
        byte[] answer = firstAnswer(call.answer());
        answered(list, answer);
        cursor = ToolHeaders.next(answer);
      }
      if (cursor == null) {
        break;
      }
    }
    return !tools.of(message).equals(before);
  }

  /** The client has confirmed that it began. */
  void confirmed() {
    session.updateAndGet(Session::withConfirmation);
  }

  /** Sends a message, and does not wait for its answer. */
  Sent send(Message message) throws UnsendableException, IOException {
    return send(message, message.isAsking() ? SILENCE_MILLIS : SHORT_SILENCE_MILLIS);
  }

  private Sent send(Message message, int silenceMillis) throws UnsendableException, IOException {
    IOException refused = null;
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Target target = target();
      HttpCall call;
      try {
        call = HttpCall.connect(target, silenceMillis);
      } catch (IOException e) {
        refused = e;
        endpoint.lost(target);
        pause(PAUSE_MILLIS);
        continue;
      } catch (RuntimeException e) {
        throw unsendable(e);
      }
      Session current = session.get();
      try {
        call.send("POST", target, current.headers(message, tools.of(message)), message.bytes());
        return new Sent(call, current);
      } catch (IOException e) {
        call.close();
        throw e;
      } catch (RuntimeException e) {
        call.close();
        throw unsendable(e);
      }
    }
    throw new UnsendableException("The server takes no connection: " + refused);
  }

  private Target target() throws UnsendableException {
    try {
      return endpoint.target();
    } catch (RuntimeException e) {
      throw unsendable(e);
    }
  }

  private @Nullable Target known() throws UnsendableException {
    try {
      return endpoint.known().orElse(null);
    } catch (RuntimeException e) {
      throw unsendable(e);
    }
  }

  /**
   * Why there is no server to send to, or none this can be sent to: what opens it has expired, say,
   * and can not be renewed now. That is the request's failure, and not the bridge's.
   */
  private static UnsendableException unsendable(RuntimeException why) {
    String message = why.getMessage();
    return new UnsendableException(message == null ? why.toString() : message);
  }

  /**
   * What to do about an answer that is none: the message was not taken, so it may be sent again.
   */
  boolean mayGoAgain(Message message, Sent sent, HttpAnswer answer) throws UnsendableException {
    if (answer.status() == UNAVAILABLE || answer.status() == TOO_MANY) {
      int seconds = seconds(answer);
      if (seconds > WAIT_SECONDS_MAX) {
        return false;
      }
      pause(Math.max(PAUSE_MILLIS, (int) TimeUnit.SECONDS.toMillis(seconds)));
      return true;
    }
    boolean forgotten =
        answer.status() == NOT_FOUND
            && !message.isStateless()
            && !message.isInitialize()
            && sent.session().id() != null;
    return forgotten && renew(sent.session());
  }

  private static int seconds(HttpAnswer answer) {
    String after = answer.header("retry-after").orElse("1");
    return after.matches("[0-9]{1,4}") ? Integer.parseInt(after) : Integer.MAX_VALUE;
  }

  /** Begins the conversation again as the client did, unless that has been done meanwhile. */
  boolean renew(Session old) throws UnsendableException {
    renewing.lock();
    try {
      Message initialize = old.initialize();
      if (initialize == null) {
        return false;
      }
      if (session.get().generation() != old.generation()) {
        return true;
      }
      Sent sent = send(initialize, SHORT_SILENCE_MILLIS);
      try (HttpCall call = sent.call()) {
        HttpAnswer answer = call.answer();
        byte[] body = firstAnswer(answer);
        begun(initialize, answer, body);
      }
      if (session.get().generation() == old.generation()) {
        return false;
      }
      notes.accept("executor: the server has forgotten the session; began a new one.");
      if (old.confirmed()) {
        confirmAgain();
      }
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      renewing.unlock();
    }
  }

  /** Once: whether this session has been forgotten as well, the next message finds out. */
  private void confirmAgain() throws UnsendableException {
    try (HttpCall call = send(Message.of(INITIALIZED)).call()) {
      call.answer();
    } catch (IOException e) {
      // Likewise.
    }
  }

  /** The answer itself, whether it is all there is or comes on a stream. */
  private static byte[] firstAnswer(HttpAnswer answer) throws IOException {
    if (!answer.is("text/event-stream")) {
      return answer.bytes();
    }
    for (SseEvent event = SseEvent.next(answer.body());
        event != null;
        event = SseEvent.next(answer.body())) {
      if (Message.answered(event.data()) != null) {
        return event.data();
      }
    }
    return new byte[0];
  }

  /**
   * Sends what nobody answers, and waits until it was taken.
   *
   * @return whether it was
   */
  boolean tell(Message message) throws UnsendableException, IOException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Sent sent = send(message);
      try (HttpCall call = sent.call()) {
        HttpAnswer answer = call.answer();
        if (answer.status() / 100 == 2) {
          return true;
        }
        if (!mayGoAgain(message, sent, answer)) {
          notes.accept(
              "executor: the server did not take " + message + ": HTTP " + answer.status());
          return false;
        }
      }
    }
    return false;
  }

  /** Opens a stream of the session; null when there is no server that could have one. */
  @Nullable Sent open(@Nullable String lastEventId) throws UnsendableException, IOException {
    Target target = known();
    if (target == null) {
      return null;
    }
    HttpCall call = HttpCall.connect(target, SILENCE_MILLIS);
    try {
      Session current = session.get();
      call.send("GET", target, current.streamHeaders(lastEventId), new byte[0]);
      return new Sent(call, current);
    } catch (IOException e) {
      call.close();
      throw e;
    } catch (RuntimeException e) {
      call.close();
      throw unsendable(e);
    }
  }

  /** Ends the session at the server. */
  void end(int millisMax) {
    Session last = session.get();
    if (last.id() == null) {
      return;
    }
    try {
      Target target = known();
      if (target != null) {
        end(last, target, millisMax);
      }
    } catch (IOException | UnsendableException | RuntimeException e) {
      // The server ends it when it has not been used for long.
    }
  }

  private static void end(Session last, Target target, int millisMax) throws IOException {
    try (HttpCall call = HttpCall.connect(target, millisMax)) {
      Map<String, String> headers = last.streamHeaders(null);
      headers.put("Accept", "application/json");
      call.send("DELETE", target, headers, new byte[0]);
      call.answer();
    }
  }

  private static void pause(int millis) throws UnsendableException {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnsendableException("Interrupted");
    }
  }
}
