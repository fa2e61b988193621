package sh.executor.upgrade;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;

/**
 * The statements by which builds up to V0003 keep sessions, as they were: what a node of such a
 * build does to a database it shares with newer ones.
 */
record OlderSessions(Database database) {

  private static final String INSERT =
      "insert into session_entry (session_sha256, key, value, updated_at) values (?, ?, ?, ?)";
  private static final String FIND =
      "select key, value from session_entry where session_sha256 = ? order by key limit 1000";
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

  /** What such a build notes down about whose a session is. */
  static String meta(Caller caller) {
    return """
        {"organizationId":"%s","userId":"%s","resource":{"kind":"default","slug":null},"elicitationMode":"native","protocolVersion":"2025-06-18"}"""
        .formatted(caller.tenant(), caller.account());
  }

  /** The entries of a whole session. */
  static Map<String, String> whole(Caller caller) {
    Map<String, String> entries = new HashMap<>();
    entries.put("session-meta", meta(caller));
    entries.put(
        "initialize-request",
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}""");
    entries.put("props", "{\"elicitationMode\":\"native\"}");
    entries.put("last-activity", "1795258157997");
    return entries;
  }

  /** Writes entries, whole or not, in one transaction. */
  void write(byte[] session, Map<String, String> entries, Instant at) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    entries.forEach((key, value) -> rows.add(new @Nullable Object[] {session, key, value, at}));
    database.batch(INSERT, rows);
  }

  Map<String, String> find(byte[] session) {
    Map<String, String> entries = new HashMap<>();
    database
        .list(FIND, row -> Map.entry(row.text(1), row.text(2)), (Object) session)
        .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    return entries;
  }

  void touch(byte[] session, Instant at) {
    database.run(TOUCH, Long.toString(at.toEpochMilli()), at, session);
  }

  boolean end(byte[] session, Instant at) {
    return database.transact(
        transaction -> {
          if (transaction.run(EMPTY, (Object) session) == 0) {
            return false;
          }
          transaction.run(INSERT, session, "ended", Long.toString(at.toEpochMilli()), at);
          return true;
        });
  }

  long purge(Instant before) {
    return database.one(PURGE, row -> row.number(1), before, 500).orElseThrow();
  }
}
