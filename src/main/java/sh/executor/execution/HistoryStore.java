package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.execution.model.RunFilter;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.execution.model.RunSummary;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.TenantId;

/**
 * Runs in PostgreSQL as people look through them: without what scripts said, so nothing is opened.
 */
@Singleton
final class HistoryStore {

  private static final String SUMMARY =
      """
      select id, account_id, state, calls, created_at, updated_at, ended_at
        from run where tenant_id = ? and id = ?
      """;
  private static final String LIST =
      """
      select id, account_id, state, calls, created_at, updated_at, ended_at
        from run
       where tenant_id = ? and (?::uuid is null or account_id = ?) and (?::text is null or state = ?)
         and (?::timestamptz is null or created_at >= ?)
         and (?::timestamptz is null or created_at < ?)
       order by created_at desc, id desc
      offset ? limit ?
      """;
  private static final String COUNT =
      """
      select count(*)::int from run
       where tenant_id = ? and (?::uuid is null or account_id = ?) and (?::text is null or state = ?)
         and (?::timestamptz is null or created_at >= ?)
         and (?::timestamptz is null or created_at < ?)
      """;

  private final Database database;

  @Inject
  HistoryStore(Database database) {
    this.database = database;
  }

  /** The run without what scripts said, which may be large and would have to be opened. */
  Optional<RunSummary> summary(TenantId tenant, RunId id) {
    return database.one(SUMMARY, HistoryStore::summary, tenant.value(), id.value());
  }

  /** Runs, the newest first. */
  List<RunSummary> list(TenantId tenant, RunFilter filter, int offset, int limit) {
    return database.list(LIST, HistoryStore::summary, parameters(tenant, filter, offset, limit));
  }

  /** How many {@link #list} would list without end. */
  int count(TenantId tenant, RunFilter filter) {
    return database.one(COUNT, row -> row.integer(1), parameters(tenant, filter)).orElseThrow();
  }

  private static @Nullable Object[] parameters(
      TenantId tenant, RunFilter filter, Integer... further) {
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(tenant.value());
    for (@Nullable Object one :
        Arrays.asList(
            filter.account() == null ? null : filter.account().value(),
            filter.state() == null ? null : filter.state().wire(),
            filter.since(),
            filter.until())) {
      // Once to see whether it is there, once to compare with.
      parameters.add(one);
      parameters.add(one);
    }
    parameters.addAll(List.of(further));
    return parameters.toArray();
  }

  private static RunSummary summary(Row row) throws SQLException {
    return new RunSummary(
        new RunId(row.uuid(1)),
        new AccountId(row.uuid(2)),
        RunState.of(row.text(3)),
        row.integer(4),
        row.instant(5),
        row.instant(6),
        row.instantOrNull(7));
  }
}
