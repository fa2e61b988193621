package sh.executor.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sh.executor.database.Database;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.model.Terms;
import sh.executor.telemetry.TestTraces;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;

/**
 * Prints what 10,000 sessions that nobody uses take: bytes of the database and of the heap, and how
 * long one takes to begin and to wake. Run by hand (bench/README.md).
 */
final class SessionFigures {

  private static final int SESSIONS = 10_000;
  private static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",
       "capabilities":{"roots":{"listChanged":true},"sampling":{},"elicitation":{}},
       "clientInfo":{"name":"a client with a name","title":"A client","version":"1.2.3"}}}
      """;

  private final PrintStream out;
  private final Database database;
  private final Caller caller;
  private final List<String> ids = new ArrayList<>();

  private SessionFigures(PrintStream out, Database database) {
    this.out = out;
    this.database = database;
    this.caller = new TestMembers(database).organization();
  }

  /** Prints all figures. */
  public static void main(String[] args) throws JsonProcessingException {
    try (TestDatabase database = TestDatabase.migrated()) {
      new SessionFigures(System.out, database.database()).print();
    }
  }

  private void print() throws JsonProcessingException {
    ObjectNode initialize = (ObjectNode) new ObjectMapper().readTree(INITIALIZE);
    Sessions warmUp = sessions();
    for (int i = 0; i < SESSIONS / 10; i++) {
      String id = open(warmUp, initialize).id();
      sessions().find(id, caller, Resource.DEFAULT);
    }
    Sessions first = sessions();
    long[] opening = new long[SESSIONS];
    for (int i = 0; i < SESSIONS; i++) {
      long begun = System.nanoTime();
      ids.add(open(first, initialize).id());
      opening[i] = System.nanoTime() - begun;
    }
    times("begin", opening);
    rows();
    Sessions second = sessions();
    long cold = heap();
    long[] waking = new long[SESSIONS];
    for (int i = 0; i < SESSIONS; i++) {
      long begun = System.nanoTime();
      Found found = second.find(ids.get(i), caller, Resource.DEFAULT);
      waking[i] = System.nanoTime() - begun;
      if (!(found instanceof Found.Live)) {
        throw new IllegalStateException("wake a session: " + found);
      }
    }
    times("wake", waking);
    out.printf("heap per warm session: %d bytes%n", (heap() - cold) / second.cached());
    out.printf("(%d were in the heap of the other node meanwhile)%n", first.cached());
  }

  private Opened open(Sessions sessions, ObjectNode initialize) {
    return sessions
        .open(caller, Resource.DEFAULT, new Terms("2025-11-25", null, initialize.deepCopy()))
        .orElseThrow();
  }

  private void rows() {
    long bytes =
        database
            .one("select pg_total_relation_size('mcp_session')", row -> row.number(1))
            .orElse(0L);
    out.printf("row per session, with indexes: %d bytes%n", bytes * 10 / 11 / SESSIONS);
  }

  private void times(String what, long[] nanos) {
    Arrays.sort(nanos);
    out.printf(
        "%s: p50 %.2f ms, p99 %.2f ms%n",
        what, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private Sessions sessions() {
    return new Sessions(
        new PostgresSessionStore(database),
        new OneHome(),
        new FixedSessionConfig(2 * SESSIONS, 2 * SESSIONS),
        InstantSource.system(),
        new SecureRandom(),
        new SessionSpans(TestTraces.off()));
  }
}
