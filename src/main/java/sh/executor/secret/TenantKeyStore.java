package sh.executor.secret;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.kernel.TenantId;
import sh.executor.secret.TenantKeys.WrappedKey;

/** The rows of {@code tenant_key}. */
@Singleton
final class TenantKeyStore {

  /** Serialises the making of a tenant's first key; does not disturb rows that refer to it. */
  private static final String LOCK_TENANT =
      "select 1 from organization where id = ? for no key update";

  private static final String CURRENT =
      """
      select id, master_key_id, wrapped from tenant_key
      where tenant_id = ? order by created_at desc, id desc limit 1
      """;

  private static final String FIND =
      "select id, master_key_id, wrapped from tenant_key where tenant_id = ? and id = ?";

  private static final String ADD =
      "insert into tenant_key (tenant_id, id, master_key_id, wrapped) values (?, ?, ?, ?)";

  /** Of all organisations: a node serves them all, and tells nobody what it finds here. */
  private static final String MASTER_KEY_IDS = "select distinct master_key_id from tenant_key";

  private final Database database;

  @Inject
  TenantKeyStore(Database database) {
    this.database = database;
  }

  /** The newest key, or {@code made} if there was none, which is then kept. */
  WrappedKey currentOrAdd(TenantId tenant, WrappedKey made) {
    return database
        .one(CURRENT, TenantKeyStore::key, tenant.value())
        .orElseGet(
            () ->
                database.transact(
                    tx -> {
                      tx.one(LOCK_TENANT, row -> row.integer(1), tenant.value());
                      return tx.one(CURRENT, TenantKeyStore::key, tenant.value())
                          .orElseGet(
                              () -> {
                                tx.run(
                                    ADD,
                                    tenant.value(),
                                    made.id(),
                                    made.masterKeyId(),
                                    made.bytes());
                                return made;
                              });
                    }));
  }

  Optional<WrappedKey> find(TenantId tenant, UUID id) {
    return database.one(FIND, TenantKeyStore::key, tenant.value(), id);
  }

  /** The master keys that wrap what there is: one, or two while one replaces the other. */
  List<String> masterKeyIds() {
    return database.list(MASTER_KEY_IDS, row -> row.text(1));
  }

  private static WrappedKey key(Row row) throws SQLException {
    return new WrappedKey(row.uuid(1), row.text(2), row.bytes(3));
  }
}
