package sh.executor.execution;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

/**
 * An API of somebody else's whose every effect is an entry, and which can be caught in the middle
 * of a request: before it takes note of it, or after, with its answer held back.
 */
final class Ledger implements AutoCloseable {

  private static final Pattern PATH = Pattern.compile("/things/([0-9]+)");
  private static final long HELD_SECONDS_MAX = 30;

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Trap> armed = new AtomicReference<>();
  private final Upstream upstream = Upstream.answering(this::reply);

  /**
   * One effect, or one look.
   *
   * @param n which of the script's calls it is
   * @param mark what the script had drawn and read from its clock before its first call
   */
  record Entry(String method, int n, String run, String mark) {

    boolean mayRepeat() {
      return !method.equals("POST");
    }
  }

  /** Catches the next request number {@code n} of a run whose name begins with {@code runs}. */
  static final class Trap {

    private final String runs;
    private final int n;
    private final boolean noted;
    private final CountDownLatch caught = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile String run = "";

    private Trap(String runs, int n, boolean noted) {
      this.runs = runs;
      this.n = n;
      this.noted = noted;
    }

    /** Whether a request was caught in time. */
    boolean caughtWithin(long seconds) throws InterruptedException {
      return caught.await(seconds, TimeUnit.SECONDS);
    }

    /** Whose it was. */
    String run() {
      return run;
    }

    /** Lets go of it: what was not noted is dropped, what was is answered. */
    void release() {
      released.countDown();
    }

    private void hold(String whose) throws InterruptedException {
      run = whose;
      caught.countDown();
      if (!released.await(HELD_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody released the request of " + whose);
      }
    }
  }

  /** Sets a trap, the only one. */
  Trap trap(String runs, int n, boolean noted) {
    Trap trap = new Trap(runs, n, noted);
    armed.set(trap);
    return trap;
  }

  /** Everything so far that was done for a run, in its order. */
  List<Entry> of(String run) {
    return entries.stream().filter(entry -> entry.run().equals(run)).toList();
  }

  /** Whether anything was done for a run of such a name. */
  boolean knows(Predicate<String> run) {
    return entries.stream().map(Entry::run).anyMatch(run);
  }

  /** How often a run's call was done. */
  long count(String run, int n) {
    return of(run).stream().filter(entry -> entry.n() == n).count();
  }

  /** Adds it to a service, and connects it. */
  void connect(Rest owner) {
    owner
        .post(
            "/openapi/specs",
            "{'spec':{'kind':'url','url':'%s/openapi.json'},'slug':'ledger'}"
                .formatted(upstream.url()))
        .expect(200);
    owner
        .post(
            "/connections",
            "{'owner':'org','name':'main','integration':'ledger','template':'none'}")
        .expect(200);
  }

  private Upstream.Reply reply(Upstream.Call call) throws IOException, InterruptedException {
    if (call.path().equals("/openapi.json")) {
      return Upstream.Reply.json(200, description());
    }
    Matcher path = PATH.matcher(call.path());
    if (!path.matches()) {
      return Upstream.Reply.empty(404);
    }
    Map<String, String> query = query(call);
    String run = query.getOrDefault("run", "");
    String mark = query.getOrDefault("dice", "") + '/' + query.getOrDefault("then", "");
    Entry entry = new Entry(call.method(), Integer.parseInt(path.group(1)), run, mark);
    Optional<Trap> trap = spring(entry);
    if (trap.isPresent() && !trap.get().noted) {
      trap.get().hold(run);
      throw new IOException("The request was lost on its way");
    }
    entries.add(entry);
    if (trap.isPresent()) {
      trap.get().hold(run);
    }
    return Upstream.Reply.json(200, "{\"n\":%d}".formatted(entry.n()));
  }

  private Optional<Trap> spring(Entry entry) {
    Trap trap = armed.get();
    return trap != null
            && trap.n == entry.n()
            && entry.run().startsWith(trap.runs)
            && armed.compareAndSet(trap, null)
        ? Optional.of(trap)
        : Optional.empty();
  }

  private static Map<String, String> query(Upstream.Call call) {
    String query = call.query() == null ? "" : call.query();
    return Pattern.compile("&")
        .splitAsStream(query)
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private String description() {
    String operation =
        """
        "%s": {"operationId": "%s", "tags": ["things"], "parameters": [
            {"name": "n", "in": "path", "required": true, "schema": {"type": "integer"}},
            {"name": "run", "in": "query", "schema": {"type": "string"}},
            {"name": "dice", "in": "query", "schema": {"type": "string"}},
            {"name": "then", "in": "query", "schema": {"type": "string"}}],
          "responses": {"200": {"description": "ok", "content": {"application/json": {
            "schema": {"type": "object"}}}}}}""";
    return """
        {"openapi": "3.1.0", "info": {"title": "Ledger", "version": "1"},
         "servers": [{"url": "%s"}],
         "paths": {"/things/{n}": {%s, %s, %s}}}
        """
        .formatted(
            upstream.url(),
            operation.formatted("get", "read"),
            operation.formatted("post", "add"),
            operation.formatted("put", "set"));
  }

  @Override
  public void close() {
    upstream.close();
  }
}
