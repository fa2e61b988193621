package sh.executor.session;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.session.model.Terms;

/** Sessions as rows of {@code mcp_session}. */
@Singleton
final class PostgresSessionStore implements SessionStore {

  private static final String INSERT =
      """
      insert into mcp_session (tenant_id, account_id, session_sha256, resource, protocol_version,
                               elicitation_mode, initialize, created_at, last_used_at,
                               home_node, traceparent)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  // Nothing of a session is read for those whose it is not, but that it is there.
  private static final String FIND =
      """
      select there.ended_at is not null, own.session_sha256 is not null, own.protocol_version,
             own.elicitation_mode, own.initialize, own.log_level, own.home_epoch,
             own.traceparent
        from mcp_session there
        left join mcp_session own
          on own.tenant_id = ? and own.account_id = ? and own.resource = ?
             and own.session_sha256 = there.session_sha256
       where there.session_sha256 = ?
      """;

  private static final String TOUCH =
      """
      update mcp_session set last_used_at = ?
       where tenant_id = ? and session_sha256 = ? and ended_at is null
      """;

  private static final String LOG_LEVEL =
      """
      update mcp_session set log_level = ?
       where tenant_id = ? and session_sha256 = ? and ended_at is null
      """;

  // What ended has no owner any more, and so is not in the index this reads.
  private static final String COUNT =
      """
      select count(*) from (
        select from mcp_session where tenant_id = ? and account_id = ? limit ?) counted
      """;

  private static final String END_UNUSED =
      """
      with unused as (
        select session_sha256 from mcp_session
         where tenant_id = ? and account_id = ? and last_used_at < ?
         order by last_used_at limit ? for update skip locked),
      ended as (
        update mcp_session
           set ended_at = ?, tenant_id = null, account_id = null, resource = null,
               protocol_version = null, elicitation_mode = null, initialize = null,
               log_level = null, home_node = null, home_epoch = home_epoch + 1,
               traceparent = null
          from unused where mcp_session.session_sha256 = unused.session_sha256
        returning mcp_session.session_sha256),
      forgotten as (
        delete from mcp_stream using ended where mcp_stream.session_sha256 = ended.session_sha256)
      select count(*) from ended
      """;

  private static final String END =
      """
      with ended as (
        update mcp_session
           set ended_at = ?, tenant_id = null, account_id = null, resource = null,
               protocol_version = null, elicitation_mode = null, initialize = null,
               log_level = null, home_node = null, home_epoch = home_epoch + 1,
               traceparent = null
         where tenant_id = ? and session_sha256 = ? and ended_at is null
        returning session_sha256),
      forgotten as (
        delete from mcp_stream using ended where mcp_stream.session_sha256 = ended.session_sha256)
      select count(*) from ended
      """;

  private static final String PURGE =
      """
      with old as (
        select session_sha256 from mcp_session
         where last_used_at < ?
         order by last_used_at limit ? for update skip locked),
      gone as (
        delete from mcp_session using old where mcp_session.session_sha256 = old.session_sha256)
      select count(*) from old
      """;

  private static final String PURGE_ASIDE =
      """
      delete from session_quarantine where (session_sha256, key) in (
        select session_sha256, key from session_quarantine
         where quarantined_at < ? order by quarantined_at limit ? for update skip locked)
      """;

  private final Database database;

  @Inject
  PostgresSessionStore(Database database) {
    this.database = database;
  }

  @Override
  public void create(
      SessionKey key,
      SessionOwner owner,
      Terms terms,
      UUID home,
      Instant at,
      @Nullable String traceparent) {
    database.run(
        INSERT,
        owner.tenant().value(),
        owner.account().value(),
        key.bytes(),
        owner.resource().key(),
        terms.protocolVersion(),
        terms.elicitationMode(),
        InitializeText.of(terms.initialize()),
        at,
        at,
        home,
        traceparent);
  }

  @Override
  public int count(SessionOwner member, int atMost) {
    return database
        .one(
            COUNT,
            row -> Math.toIntExact(row.number(1)),
            member.tenant().value(),
            member.account().value(),
            atMost)
        .orElseThrow();
  }

  @Override
  public int endUnused(SessionOwner member, Instant before, int sessionsMax, Instant at) {
    return database
        .transact(
            transaction ->
                transaction.one(
                    END_UNUSED,
                    row -> Math.toIntExact(row.number(1)),
                    member.tenant().value(),
                    member.account().value(),
                    before,
                    sessionsMax,
                    at))
        .orElseThrow();
  }

  @Override
  public Optional<Stored> find(SessionKey key, SessionOwner asking) {
    return database
        .one(
            FIND,
            Line::of,
            asking.tenant().value(),
            asking.account().value(),
            asking.resource().key(),
            key.bytes())
        .flatMap(Line::stored);
  }

  @Override
  public boolean touch(SessionKey key, SessionOwner owner, Instant at) {
    // In a transaction, which is tried again: a purge may want the same rows in another order.
    return database.transact(
        transaction -> transaction.run(TOUCH, at, owner.tenant().value(), key.bytes()) == 1);
  }

  @Override
  public void logLevel(SessionKey key, SessionOwner owner, String level) {
    database.run(LOG_LEVEL, level, owner.tenant().value(), key.bytes());
  }

  @Override
  public boolean end(SessionKey key, SessionOwner owner, Instant at) {
    return database.transact(
        transaction ->
            transaction
                .one(END, row -> row.number(1) == 1, at, owner.tenant().value(), key.bytes())
                .orElseThrow());
  }

  @Override
  public int purge(Instant before, int sessionsMax) {
    database.run(PURGE_ASIDE, before, sessionsMax);
    return database
        .transact(
            transaction ->
                transaction.one(PURGE, row -> Math.toIntExact(row.number(1)), before, sessionsMax))
        .orElseThrow();
  }

  /**
   * A row as it was read.
   *
   * @param mine whether it is the one's who asked; all that follows is null when it is not
   */
  private record Line(
      boolean ended,
      boolean mine,
      @Nullable String version,
      @Nullable String mode,
      @Nullable String initialize,
      @Nullable String logLevel,
      @Nullable Long epoch,
      @Nullable String traceparent) {

    static Line of(Row row) throws SQLException {
      return new Line(
          row.flag(1),
          row.flag(2),
          row.textOrNull(3),
          row.textOrNull(4),
          row.textOrNull(5),
          row.textOrNull(6),
          row.getOrNull(7, Long.class),
          row.textOrNull(8));
    }

    Optional<Stored> stored() {
      if (ended) {
        return Optional.of(new Stored.Ended());
      }
      if (!mine || version == null || initialize == null || epoch == null) {
        return Optional.of(new Stored.NotYours());
      }
      return InitializeText.read(initialize)
          .map(
              request ->
                  new Stored.Open(new Terms(version, mode, request), logLevel, epoch, traceparent));
    }
  }
}
