package sh.executor.session;

import com.fasterxml.jackson.databind.node.LongNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.database.Transaction;

/** Sessions as rows of {@code session_entry}. */
@Singleton
final class PostgresSessionStore implements SessionStore {

  private static final String INSERT =
      """
      insert into session_entry (session_sha256, key, value, updated_at) values (?, ?, ?, ?)
      """;

  private static final String FIND =
      """
      select key, value from session_entry where session_sha256 = ? order by key limit 1000
      """;

  private static final String TOUCH =
      """
      update session_entry set value = ?, updated_at = ?
      where session_sha256 = ? and key = 'last-activity'
        and not exists (select from session_entry e
                        where e.session_sha256 = session_entry.session_sha256 and e.key = 'ended')
      """;

  private static final String EMPTY =
      """
      delete from session_entry where session_sha256 = ? and key <> 'last-activity' and exists (
        select from session_entry e
        where e.session_sha256 = session_entry.session_sha256 and e.key = 'session-meta')
      """;

  private static final String PURGE =
      """
      with old as (
        select session_sha256 from session_entry
        where key = 'last-activity' and updated_at < ?
        order by updated_at limit ? for update skip locked),
      gone as (
        delete from session_entry e using old where e.session_sha256 = old.session_sha256)
      select count(*) from old
      """;

  private final Database database;

  @Inject
  PostgresSessionStore(Database database) {
    this.database = database;
  }

  @Override
  public void create(SessionKey key, SessionEntries entries, Instant at) {
    SessionEntries whole =
        entries.with(EntryKey.LAST_ACTIVITY, LongNode.valueOf(at.toEpochMilli()));
    List<@Nullable Object[]> rows = new ArrayList<>();
    whole
        .texts()
        .forEach((name, text) -> rows.add(new @Nullable Object[] {key.bytes(), name, text, at}));
    database.batch(INSERT, rows);
  }

  @Override
  public Optional<SessionEntries> find(SessionKey key) {
    Map<String, String> texts = new HashMap<>();
    database
        .list(FIND, row -> Map.entry(row.text(1), row.text(2)), key.bytes())
        .forEach(entry -> texts.put(entry.getKey(), entry.getValue()));
    return texts.isEmpty() ? Optional.empty() : Optional.of(new SessionEntries(texts));
  }

  @Override
  public void touch(SessionKey key, Instant at) {
    database.run(TOUCH, Long.toString(at.toEpochMilli()), at, key.bytes());
  }

  @Override
  public boolean end(SessionKey key, Instant at) {
    return database.transact(transaction -> end(transaction, key, at));
  }

  private static boolean end(Transaction transaction, SessionKey key, Instant at) {
    if (transaction.run(EMPTY, (Object) key.bytes()) == 0) {
      return false;
    }
    transaction.run(
        INSERT, key.bytes(), EntryKey.ENDED.name(), Long.toString(at.toEpochMilli()), at);
    return true;
  }

  @Override
  public int purge(Instant before, int sessionsMax) {
    return database
        .one(PURGE, row -> Math.toIntExact(row.number(1)), before, sessionsMax)
        .orElseThrow();
  }
}
