package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;

/**
 * Runs in PostgreSQL. A run changes under the {@link Hold} of the node that drives it; a write
 * under a hold that was lost finds no row and says so. What scripts said is sealed before it gets
 * here and opened after it left.
 */
@Singleton
final class RunStore {

  static final String CODE = "run.code";
  static final String SNAPSHOT = "run.snapshot";
  static final String OUTCOME = "run.outcome";
  static final String JOURNAL = "run.journal";

  /** All that {@link #sealedRun} reads but the snapshot, which comes after them. */
  static final String COLUMNS =
      """
      tenant_id, id, account_id, credential, resource, auto_approve, state, epoch, answers, calls,
      code, outcome, journal, created_at, updated_at, ended_at, setbacks
      """;

  /** After the snapshot, what {@link #taken} reads. */
  static final String STANDING =
      """
      , cancel_wish, (select role from membership
                       where membership.tenant_id = run.tenant_id
                         and membership.account_id = run.account_id)
      """;

  private static final String INSERT =
      """
      insert into run (tenant_id, id, account_id, credential, resource, auto_approve, state,
                       node_id, epoch, code, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?)
      """;
  private static final String FIND =
      "select " + COLUMNS + ", snapshot from run where tenant_id = ? and id = ?";
  private static final String PULSE =
      "select node_id, epoch, answers, cancel_wish from run where tenant_id = ? and id = ?";
  private static final String STATE = "select state from run where tenant_id = ? and id = ?";
  private static final String INSERT_ENDED =
      """
      insert into run (tenant_id, id, account_id, credential, resource, auto_approve, state, epoch,
                       code, outcome, journal, calls, created_at, updated_at, ended_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  // With all that hangs on it: between two statements a node may die.
  private static final String END =
      """
      with ended as (
        update run
           set state = ?, node_id = null, snapshot = null, outcome = ?, journal = ?, calls = ?,
               cancel_wish = null, updated_at = ?, ended_at = ?
         where tenant_id = ? and id = ? and state = 'running' and node_id = ? and epoch = ?
        returning tenant_id, id, ended_at),
      broken_off as (
        update run_call
           set state = case state when 'intended' then 'in_doubt' else 'failed' end,
               ended_at = ended.ended_at
          from ended
         where run_call.tenant_id = ended.tenant_id and run_id = ended.id
           and state in ('intended', 'waiting')),
      dropped as (
        update interaction
           set state = 'cancelled', answered_at = ended.ended_at, answered_via = 'run_ended'
          from ended
         where interaction.tenant_id = ended.tenant_id and run_id = ended.id and state = 'pending')
      select count(*)::integer from ended
      """;
  // Held by a node there is not, it is taken over at the next look of any other.
  private static final String HAND_OVER =
      """
      update run
         set node_id = '00000000-0000-0000-0000-000000000000', snapshot = coalesce(?, snapshot),
             engine = coalesce(?, engine), calls = ?, updated_at = ?,
             setbacks = case when ? then 0 else setbacks end
       where tenant_id = ? and id = ? and state = 'running' and node_id = ? and epoch = ?
      """;
  private static final String REST =
      """
      update run
         set state = 'waiting', node_id = null, snapshot = coalesce(?, snapshot),
             engine = coalesce(?, engine), calls = ?, updated_at = ?, setbacks = 0
       where tenant_id = ? and id = ? and state = 'running' and node_id = ? and epoch = ?
         and answers = ? and cancel_wish is null
      """;
  // Rows that another node is taking over right now are that node's. One that leaves takes its own
  // row with it, so whose row is there has died.
  private static final String TAKE_OVER =
      """
      update run
         set node_id = ?, epoch = epoch + 1, updated_at = ?,
             setbacks = setbacks + (select count(*)::integer from node
                                     where node.id = run.node_id and lease_until <= now())
       where (tenant_id, id) in (
         select tenant_id, id from run
          where state = 'running'
            and (not exists (
                   select 1 from node where node.id = run.node_id and lease_until > now())
                 or (node_id = ? and id <> all (?) and updated_at < ?))
            and (engine is null or engine = ? or cancel_wish is not null or updated_at < ?)
          order by updated_at
          limit ?
            for update skip locked)
      returning
      """
          + COLUMNS
          + ", snapshot"
          + STANDING;
  private static final String SET_BACK =
      """
      update run set setbacks = setbacks + 1
       where tenant_id = ? and id = ? and state = 'running' and node_id = ? and epoch = ?
      """;
  private static final String WISHES =
      """
      select tenant_id, id, cancel_wish from run
       where node_id = ? and state = 'running' and cancel_wish is not null
      """;
  private static final String PRUNE =
      """
      delete from run where (tenant_id, id) in (
        select tenant_id, id from run where ended_at < ? limit ? for update skip locked)
      """;

  private final Database database;
  private final SealedColumns columns;

  @Inject
  RunStore(Database database, SealedColumns columns) {
    this.database = database;
    this.columns = columns;
  }

  /** Notes that a run begins. */
  void begin(RunHead head, Hold hold, byte[] code) {
    Caller caller = head.caller();
    database.run(
        INSERT,
        head.tenant().value(),
        head.id().value(),
        caller.account().value(),
        wire(caller.credential()),
        head.resource().key(),
        head.autoApprove(),
        hold.node(),
        hold.epoch(),
        columns.seal(head.tenant(), CODE, head.id().value(), code),
        head.createdAt(),
        head.createdAt());
  }

  /** Notes a run that is over before anybody noted that it begins. */
  void addEnded(RunHead head, Hold hold, byte[] code, RunState state, Ending ending) {
    TenantId tenant = head.tenant();
    UUID id = head.id().value();
    Caller caller = head.caller();
    database.run(
        INSERT_ENDED,
        tenant.value(),
        id,
        caller.account().value(),
        wire(caller.credential()),
        head.resource().key(),
        head.autoApprove(),
        state.wire(),
        hold.epoch(),
        columns.seal(tenant, CODE, id, code),
        columns.seal(tenant, OUTCOME, id, ending.outcome()),
        columns.seal(tenant, JOURNAL, id, ending.journal()),
        ending.calls(),
        head.createdAt(),
        ending.at(),
        ending.at());
  }

  /** The run, or empty when the organisation has none of that id. */
  Optional<StoredRun> find(TenantId tenant, RunId id) {
    return database.one(FIND, RunStore::sealedRun, tenant.value(), id.value()).map(this::opened);
  }

  /** How a run stands with the node that drives it, or drove it. */
  Pulse pulse(TenantId tenant, RunId id) {
    return database
        .one(
            PULSE,
            row -> new Pulse(row.uuidOrNull(1), row.number(2), row.integer(3), row.textOrNull(4)),
            tenant.value(),
            id.value())
        .orElse(new Pulse(null, 0, 0, null));
  }

  /**
   * What the node that drives a run has to know.
   *
   * @param node null when nobody drives it
   * @param cancelWish why somebody wants it called off; null when nobody does
   */
  record Pulse(@Nullable UUID node, long epoch, int answers, @Nullable String cancelWish) {

    boolean heldBy(Hold hold) {
      return hold.node().equals(node) && hold.epoch() == epoch;
    }
  }

  /** Where it is in its life. */
  Optional<RunState> state(TenantId tenant, RunId id) {
    return database.one(STATE, row -> RunState.of(row.text(1)), tenant.value(), id.value());
  }

  /**
   * Ends a run, and with it the questions nobody has answered and the calls nobody has heard of.
   *
   * @throws LostHold when it is another's
   */
  void end(RunHead head, Hold hold, RunState state, Ending ending) {
    UUID id = head.id().value();
    int ended =
        database
            .one(
                END,
                row -> row.integer(1),
                state.wire(),
                columns.seal(head.tenant(), OUTCOME, id, ending.outcome()),
                columns.seal(head.tenant(), JOURNAL, id, ending.journal()),
                ending.calls(),
                ending.at(),
                ending.at(),
                head.tenant().value(),
                id,
                hold.node(),
                hold.epoch())
            .orElseThrow();
    if (ended == 0) {
      throw new LostHold(head.id(), hold);
    }
  }

  /**
   * What is kept of a run that ended.
   *
   * @param outcome as {@link Outcomes} writes it
   * @param journal as {@link RunLog} writes it
   */
  record Ending(byte[] outcome, byte[] journal, int calls, Instant at) {}

  /**
   * Puts a run to rest: it is nobody's until a person answers.
   *
   * @param snapshot null when the one that is stored still holds
   * @param answersSeen how many answers the node has dealt with
   * @return false when there are more, or it is to be called off, or another's
   */
  boolean rest(
      RunHead head,
      Hold hold,
      @Nullable Envelope snapshot,
      int calls,
      int answersSeen,
      Instant at) {
    UUID id = head.id().value();
    return database.run(
            REST,
            sealedSnapshot(head, snapshot),
            snapshot == null ? null : snapshot.engine(),
            calls,
            at,
            head.tenant().value(),
            id,
            hold.node(),
            hold.epoch(),
            answersSeen)
        == 1;
  }

  /**
   * Leaves a run to whichever node looks for one next.
   *
   * @param snapshot null when the one that is stored still holds
   * @throws LostHold when it is another's
   */
  void handOver(RunHead head, Hold hold, @Nullable Envelope snapshot, int calls, Instant at) {
    int changed =
        database.run(
            HAND_OVER,
            sealedSnapshot(head, snapshot),
            snapshot == null ? null : snapshot.engine(),
            calls,
            at,
            snapshot != null,
            head.tenant().value(),
            head.id().value(),
            hold.node(),
            hold.epoch());
    if (changed == 0) {
      throw new LostHold(head.id(), hold);
    }
  }

  private byte @Nullable [] sealedSnapshot(RunHead head, @Nullable Envelope snapshot) {
    return snapshot == null
        ? null
        : columns.seal(head.tenant(), SNAPSHOT, head.id().value(), snapshot.bytes());
  }

  /**
   * Makes runs this node's that nobody drives: those of nodes that died, and those it dropped
   * itself. At most {@code max}, those first that were left alone for longest: one that is dropped
   * again and again must not keep others from their turn. Their columns are sealed still.
   *
   * @param known runs that this node takes care of
   * @param times when what counts as what
   */
  List<TakenRun> takeOver(Claimant by, Set<RunId> known, Times times, int max) {
    UUID[] kept = known.stream().map(RunId::value).toArray(UUID[]::new);
    return database.list(
        TAKE_OVER,
        RunStore::taken,
        by.node(),
        times.now(),
        by.node(),
        kept,
        times.quiet(),
        by.engine(),
        times.stranded(),
        max);
  }

  /** Notes that going on with a run failed, and not because of anything it is to be told. */
  void setBack(TenantId tenant, RunId id, Hold hold) {
    database.run(SET_BACK, tenant.value(), id.value(), hold.node(), hold.epoch());
  }

  /**
   * Of a takeover.
   *
   * @param quiet since when a run of this node that is not known must have been left alone to count
   *     as dropped
   * @param stranded since when a run of another engine must have been left alone to count as one
   *     whose engine is nowhere
   */
  record Times(Instant now, Instant quiet, Instant stranded) {}

  /** Runs of this node that are to be called off. */
  List<Wish> wishes(UUID node) {
    return database.list(
        WISHES,
        row -> new Wish(new TenantId(row.uuid(1)), new RunId(row.uuid(2)), row.text(3)),
        node);
  }

  /** That a run be called off, and why. */
  record Wish(TenantId tenant, RunId id, String reason) {}

  /** Forgets runs that ended before {@code before}, at most {@code max}; how many. */
  int prune(Instant before, int max) {
    return database.run(PRUNE, before, max);
  }

  /**
   * With its columns opened. Not for use inside a transaction.
   *
   * @throws IllegalStateException when one of them is not what was sealed
   */
  StoredRun opened(StoredRun run) {
    UUID id = run.id().value();
    TenantId tenant = run.tenant();
    return new StoredRun(
        tenant,
        run.id(),
        run.account(),
        run.credential(),
        run.resource(),
        run.autoApprove(),
        run.state(),
        run.epoch(),
        run.answers(),
        run.calls(),
        columns.open(tenant, CODE, id, run.code()),
        columns.openOrNull(tenant, SNAPSHOT, id, run.snapshot()),
        columns.openOrNull(tenant, OUTCOME, id, run.outcome()),
        columns.openOrNull(tenant, JOURNAL, id, run.journal()),
        run.createdAt(),
        run.updatedAt(),
        run.endedAt(),
        run.setbacks());
  }

  /** A run that was made a node's, of {@link #COLUMNS}, the snapshot and {@link #STANDING}. */
  static TakenRun taken(Row row) throws SQLException {
    String role = row.textOrNull(20);
    return new TakenRun(
        sealedRun(row),
        role == null ? null : Role.valueOf(role.toUpperCase(Locale.ROOT)),
        row.textOrNull(19));
  }

  private static StoredRun sealedRun(Row row) throws SQLException {
    return new StoredRun(
        new TenantId(row.uuid(1)),
        new RunId(row.uuid(2)),
        new AccountId(row.uuid(3)),
        row.text(4).equals("person") ? Caller.Credential.PERSON : Caller.Credential.AGENT,
        row.text(5),
        row.flag(6),
        RunState.of(row.text(7)),
        row.number(8),
        row.integer(9),
        row.integer(10),
        row.bytes(11),
        row.getOrNull(18, byte[].class),
        row.getOrNull(12, byte[].class),
        row.getOrNull(13, byte[].class),
        row.instant(14),
        row.instant(15),
        row.instantOrNull(16),
        row.integer(17));
  }

  private static String wire(Caller.Credential credential) {
    return credential == Caller.Credential.PERSON ? "person" : "agent";
  }
}
