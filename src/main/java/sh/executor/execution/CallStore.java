package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Repeat;
import sh.executor.database.Database;
import sh.executor.database.DatabaseException;
import sh.executor.database.Row;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.TenantId;
import sh.executor.sandbox.Delivery;

/**
 * Calls that are written down before they leave, in PostgreSQL. Every write first takes a share of
 * the run's row under the node's {@link Hold}: a takeover waits for it, or it finds no row.
 */
@Singleton
final class CallStore {

  private static final String HELD =
      """
      with held as (
        select tenant_id, id from run
         where tenant_id = ? and id = ? and state = 'running' and node_id = ? and epoch = ?
           for share)
      """;
  private static final String ADMIT =
      """
      with held as (
        update run set snapshot = coalesce(?, snapshot), engine = coalesce(?, engine), updated_at = ?,
                       setbacks = 0
         where tenant_id = ? and id = ? and state = 'running' and node_id = ? and epoch = ?
        returning tenant_id, id),
      written as (
        insert into run_call (tenant_id, run_id, call_id, path, state, repeat, key_header, created_at)
        select tenant_id, id, call_id::integer, path, call_state, repeat, key_header, ?
          from held, unnest(?, ?, ?, ?, ?) as c (call_id, path, call_state, repeat, key_header)),
      asked as (
        insert into interaction (tenant_id, id, run_id, call_id, kind, state, console_only, request,
                                 created_at, deadline)
        select tenant_id, interaction_id, id, call_id::integer, kind, 'pending',
               console_only::boolean, decode(request, 'base64'), ?, deadline::timestamptz
          from held, unnest(?, ?, ?, ?, ?, ?)
               as q (interaction_id, call_id, kind, console_only, request, deadline))
      select count(*)::integer from held
      """;
  private static final String CHANGE =
      HELD
          + """
          update run_call set state = ?, result = ?, ended_at = ?
            from held
           where run_call.tenant_id = held.tenant_id and run_id = held.id and call_id = ?
             and (state in ('intended', 'waiting', 'in_doubt') or result = ?)
          """;
  private static final String INTEND =
      HELD
          + """
          update run_call set state = 'intended', repeat = ?, key_header = ?
            from held
           where run_call.tenant_id = held.tenant_id and run_id = held.id and call_id = ?
             and state in ('intended', 'waiting', 'in_doubt')
          """;
  private static final String ASK =
      HELD
          + """
          , asked as (
            update run_call set state = ?
              from held
             where run_call.tenant_id = held.tenant_id and run_id = held.id and call_id = ?
               and state in ('intended', 'waiting', 'in_doubt')
            returning run_call.tenant_id, run_id, call_id)
          insert into interaction (tenant_id, id, run_id, call_id, kind, state, console_only, request,
                                   created_at, deadline)
          select tenant_id, ?, run_id, call_id, ?, 'pending', ?, ?,
                 -- The last question of a call counts, whatever the clocks of two nodes say.
                 greatest(?::timestamptz, (
                   select max(created_at) + interval '1 microsecond' from interaction before
                    where before.tenant_id = asked.tenant_id and before.run_id = asked.run_id
                      and before.call_id = asked.call_id)), ?
            from asked
          """;
  private static final String LIST =
      """
      select call_id, path, state, repeat, key_header, result, created_at, ended_at
        from run_call where tenant_id = ? and run_id = ? order by call_id
      """;

  private static final String NEVER = "never";
  private static final String ALWAYS = "always";
  private static final String KEY = "key";

  private static final int SETTLE_ATTEMPTS_MAX = 5;
  private static final long SETTLE_PAUSE_MILLIS = 40;

  private final Database database;
  private final SealedColumns columns;
  private final Questions questions;

  @Inject
  CallStore(Database database, SealedColumns columns, Questions questions) {
    this.database = database;
    this.columns = columns;
    this.questions = questions;
  }

  /**
   * Writes a snapshot and the calls that may leave on its strength, in one statement.
   *
   * @param snapshot null when the one that is stored still holds
   * @throws LostHold when the run is another's; then nothing is written
   */
  void admit(
      RunHead head, Hold hold, @Nullable Envelope snapshot, List<NewCall> calls, Instant at) {
    TenantId tenant = head.tenant();
    UUID run = head.id().value();
    List<Interaction> asked = new ArrayList<>();
    for (NewCall call : calls) {
      if (call.question() != null) {
        asked.add(call.question());
      }
    }
    int held =
        database
            .one(
                ADMIT,
                row -> row.integer(1),
                snapshot == null
                    ? null
                    : columns.seal(tenant, RunStore.SNAPSHOT, run, snapshot.bytes()),
                snapshot == null ? null : snapshot.engine(),
                at,
                tenant.value(),
                run,
                hold.node(),
                hold.epoch(),
                at,
                texts(calls, call -> String.valueOf(call.callId())),
                texts(calls, NewCall::path),
                texts(calls, call -> wire(call.state())),
                texts(calls, call -> wire(call.repeat())),
                texts(calls, call -> header(call.repeat())),
                at,
                asked.stream().map(one -> one.id().value()).toArray(UUID[]::new),
                texts(asked, one -> String.valueOf(one.callId())),
                texts(asked, one -> wire(one.question().kind())),
                texts(asked, one -> String.valueOf(one.consoleOnly())),
                texts(asked, one -> base64(questions.seal(tenant, one))),
                texts(asked, one -> one.deadline().toString()))
            .orElseThrow();
    if (held == 0) {
      throw new LostHold(head.id(), hold);
    }
  }

  /**
   * Notes that a call is about to leave after all, or again.
   *
   * @param repeat whether it may be repeated as it is to be sent now
   */
  void intend(RunHead head, Hold hold, int callId, Repeat repeat) {
    int changed =
        database.run(
            INTEND,
            head.tenant().value(),
            head.id().value(),
            hold.node(),
            hold.epoch(),
            wire(repeat),
            header(repeat),
            callId);
    if (changed == 0) {
      throw new LostHold(head.id(), hold);
    }
  }

  /**
   * Notes what became of a call: what the script is to be told. Tries for a while when the database
   * is away, because an answer that is known and not kept would be a doubt for a person.
   */
  void settle(RunHead head, Hold hold, CallRecord.State state, Delivery answer, Instant at) {
    byte[] result =
        columns.seal(
            head.tenant(),
            resultColumn(answer.callId()),
            head.id().value(),
            Deliveries.bytes(answer));
    for (int attempt = 1; ; attempt++) {
      try {
        change(head, hold, answer.callId(), state, result, at);
        return;
      } catch (DatabaseException e) {
        boolean away =
            switch (e.kind()) {
              case UNAVAILABLE, UNKNOWN_OUTCOME, CONTENTION -> true;
              case UNIQUE, FOREIGN_KEY, CONSTRAINT, TIMEOUT, FAULT -> false;
            };
        if (!away || attempt == SETTLE_ATTEMPTS_MAX || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SETTLE_PAUSE_MILLIS << attempt));
      }
    }
  }

  private void change(
      RunHead head, Hold hold, int callId, CallRecord.State state, byte[] result, Instant at) {
    int changed =
        database.run(
            CHANGE,
            head.tenant().value(),
            head.id().value(),
            hold.node(),
            hold.epoch(),
            wire(state),
            result,
            at,
            callId,
            result);
    if (changed == 0) {
      throw new LostHold(head.id(), hold);
    }
  }

  /**
   * Asks about a call that was written down.
   *
   * @param state what it waits for: a person's consent, or somebody who knows whether it arrived
   */
  void ask(RunHead head, Hold hold, CallRecord.State state, Interaction question) {
    int changed =
        database.run(
            ASK,
            head.tenant().value(),
            head.id().value(),
            hold.node(),
            hold.epoch(),
            wire(state),
            question.callId(),
            question.id().value(),
            wire(question.question().kind()),
            question.consoleOnly(),
            questions.seal(head.tenant(), question),
            question.createdAt(),
            question.deadline());
    if (changed == 0) {
      throw new LostHold(head.id(), hold);
    }
  }

  /** All calls of a run that were written down, in their order. */
  List<StoredCall> list(TenantId tenant, RunId id) {
    List<CipherCall> found = database.list(LIST, CallStore::cipherCall, tenant.value(), id.value());
    List<StoredCall> calls = new ArrayList<>();
    for (CipherCall call : found) {
      byte @Nullable [] result =
          columns.openOrNull(tenant, resultColumn(call.call().callId()), id.value(), call.result());
      calls.add(result == null ? call.call() : call.answered(result));
    }
    return calls;
  }

  private record CipherCall(StoredCall call, byte @Nullable [] result) {

    StoredCall answered(byte[] opened) {
      return new StoredCall(
          call.callId(),
          call.path(),
          call.state(),
          call.repeat(),
          Deliveries.read(call.callId(), opened),
          call.createdAt(),
          call.endedAt());
    }
  }

  private static CipherCall cipherCall(Row row) throws SQLException {
    StoredCall call =
        new StoredCall(
            row.integer(1),
            row.text(2),
            CallRecord.State.valueOf(row.text(3).toUpperCase(Locale.ROOT)),
            repeat(row.text(4), row.textOrNull(5)),
            null,
            row.instant(7),
            row.instantOrNull(8));
    return new CipherCall(call, row.getOrNull(6, byte[].class));
  }

  private static String resultColumn(int callId) {
    return "run_call.result/" + callId;
  }

  private static String wire(Repeat repeat) {
    return switch (repeat) {
      case Repeat.Never _ -> NEVER;
      case Repeat.Always _ -> ALWAYS;
      case Repeat.WithKey _ -> KEY;
    };
  }

  private static @Nullable String header(Repeat repeat) {
    return repeat instanceof Repeat.WithKey(String header) ? header : null;
  }

  private static Repeat repeat(String wire, @Nullable String header) {
    return switch (wire) {
      case NEVER -> Repeat.NEVER;
      case ALWAYS -> Repeat.ALWAYS;
      // Where it went an older build did not say, and elsewhere nobody looks for it.
      case KEY -> header == null ? Repeat.NEVER : new Repeat.WithKey(header);
      default -> throw new IllegalStateException("No such kind of repetition: " + wire);
    };
  }

  private static String wire(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static <T> @Nullable String[] texts(List<T> values, Function<T, @Nullable String> text) {
    return values.stream().map(text).toArray(String[]::new);
  }
}
