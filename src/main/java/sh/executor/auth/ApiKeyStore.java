package sh.executor.auth;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.database.Sql;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;

/** The rows of {@code api_key}. */
@Singleton
final class ApiKeyStore {

  // Weaker than FOR UPDATE, so that rows referring to the membership can be written meanwhile.
  private static final String LOCK =
      "select 1 from membership where tenant_id = ? and account_id = ? for no key update";

  private static final String ADD =
      """
      insert into api_key
        (tenant_id, account_id, id, kind, name, shown_prefix, key_sha256, created_at)
      select ?, ?, ?, ?, ?, ?, ?, ?
      where (select count(*) from api_key where tenant_id = ? and account_id = ?) < ?
      """;

  private static final String LIST =
      """
      select id, kind, name, shown_prefix, created_at, last_used_at from api_key
      where tenant_id = ? and account_id = ? order by created_at desc, id desc limit 1000
      """;

  private static final String REMOVE =
      "delete from api_key where tenant_id = ? and account_id = ? and id = ?";

  /** The one statement that starts without a tenant: it finds out which one. */
  private static final String FIND =
      """
      select k.tenant_id, k.account_id, m.role, k.kind, k.id, k.last_used_at
      from api_key k
      join membership m on m.tenant_id = k.tenant_id and m.account_id = k.account_id
      where k.key_sha256 = ?
      """;

  private static final String NOTE_USE =
      """
      update api_key set last_used_at = ?
      where tenant_id = ? and id = ? and (last_used_at is null or last_used_at < ?)
      """;

  private final Database database;

  @Inject
  ApiKeyStore(Database database) {
    this.database = database;
  }

  /**
   * Whether it was added; false when the caller has {@code most} keys. The keys of one member are
   * added one after the other: a count sees only what was committed when its statement began.
   */
  boolean add(Caller caller, ApiKey key, byte[] sha256, int most) {
    UUID tenant = caller.tenant().value();
    UUID account = caller.account().value();
    return database.transact(
        transaction -> {
          transaction.one(LOCK, row -> row.integer(1), tenant, account);
          return insert(transaction, caller, key, sha256, most);
        });
  }

  private static boolean insert(Sql sql, Caller caller, ApiKey key, byte[] sha256, int most) {
    UUID tenant = caller.tenant().value();
    UUID account = caller.account().value();
    return sql.run(
            ADD,
            tenant,
            account,
            key.id(),
            key.kind().name().toLowerCase(Locale.ROOT),
            key.name(),
            key.obfuscatedValue(),
            sha256,
            key.createdAt(),
            tenant,
            account,
            most)
        == 1;
  }

  List<ApiKey> list(Caller caller) {
    return database.list(LIST, ApiKeyStore::key, caller.tenant().value(), caller.account().value());
  }

  boolean remove(Caller caller, UUID id) {
    return database.run(REMOVE, caller.tenant().value(), caller.account().value(), id) == 1;
  }

  Optional<Found> find(byte[] sha256) {
    return database.one(FIND, ApiKeyStore::found, sha256);
  }

  void noteUse(Caller caller, UUID id, Instant at) {
    database.run(NOTE_USE, at, caller.tenant().value(), id, at);
  }

  private static ApiKey key(Row row) throws SQLException {
    return new ApiKey(
        row.uuid(1),
        credential(row.text(2)),
        row.text(3),
        row.text(4),
        row.instant(5),
        row.instantOrNull(6));
  }

  private static Found found(Row row) throws SQLException {
    Caller caller =
        new Caller(
            new TenantId(row.uuid(1)),
            new AccountId(row.uuid(2)),
            Role.valueOf(row.text(3).toUpperCase(Locale.ROOT)),
            credential(row.text(4)));
    return new Found(caller, row.uuid(5), row.instantOrNull(6));
  }

  private static Caller.Credential credential(String kind) {
    return Caller.Credential.valueOf(kind.toUpperCase(Locale.ROOT));
  }

  /** A key that a token turned out to be. */
  record Found(Caller caller, UUID id, @Nullable Instant lastUsedAt) {}
}
