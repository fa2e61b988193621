package sh.executor.execution;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.List;
import java.util.UUID;
import sh.executor.database.Database;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.RunFilter;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunSummary;
import sh.executor.kernel.TenantId;
import sh.executor.secret.Seals;
import sh.executor.secret.TestSecrets;
import sh.executor.testkit.TestTenants;

/** The runs of services in other processes, seen from their database. */
final class Backstage {

  private static final byte[] MASTER_KEY = "a master key for tests, 32 bytes".getBytes(US_ASCII);

  /** For the environment of the services. */
  static final String SECRET_KEY = Base64.getEncoder().encodeToString(MASTER_KEY);

  private final Database database;
  private final RunStore runs;
  private final HistoryStore history;
  private final CallStore calls;
  private final InteractionStore interactions;

  Backstage(Database database) {
    Seals seals = TestSecrets.seals(database, TestTenants.ids(), MASTER_KEY);
    SealedColumns columns = new SealedColumns(seals);
    Questions questions = new Questions(columns);
    this.database = database;
    this.runs = new RunStore(database, columns);
    this.history = new HistoryStore(database);
    this.calls = new CallStore(database, columns, questions);
    this.interactions = new InteractionStore(database, questions);
  }

  /** The only organisation there is. */
  TenantId tenant() {
    return database
        .one("select id from organization", row -> new TenantId(row.uuid(1)))
        .orElseThrow();
  }

  /** The newest runs. */
  List<RunSummary> newest(int max) {
    return history.list(tenant(), new RunFilter(null, null, null, null), 0, max);
  }

  /** How many runs have not ended. */
  int open() {
    return database
        .one("select count(*)::integer from run where ended_at is null", row -> row.integer(1))
        .orElseThrow();
  }

  /** The runs a node holds. */
  List<RunId> heldBy(UUID node) {
    return database.list(
        "select id from run where node_id = ?", row -> new RunId(row.uuid(1)), node);
  }

  /** The node that came last. */
  UUID newestNode() {
    return database
        .one("select id from node order by started_at desc limit 1", row -> row.uuid(1))
        .orElseThrow();
  }

  /** How a run ended. */
  ExecutionOutcome outcome(RunId id) {
    StoredRun run = runs.find(tenant(), id).orElseThrow();
    byte[] outcome = run.outcome() == null ? new byte[0] : run.outcome();
    return Outcomes.read(id, run.state(), outcome);
  }

  /** The journal of a run that ended. */
  List<CallRecord> journal(RunId id) {
    StoredRun run = runs.find(tenant(), id).orElseThrow();
    byte[] journal = run.journal() == null ? new byte[0] : run.journal();
    return RunLog.calls(Trees.read(journal));
  }

  /** The calls of a run that were written down before they left. */
  List<StoredCall> written(RunId id) {
    return calls.list(tenant(), id);
  }

  /** The questions a run has asked. */
  List<Interaction> questions(RunId id) {
    return interactions.ofRun(tenant(), id).stream()
        .map(InteractionStore.Stored::interaction)
        .toList();
  }

  /** Questions nobody has answered. */
  List<Interaction> pending() {
    return interactions.pending(tenant(), null, 0, 200);
  }
}
