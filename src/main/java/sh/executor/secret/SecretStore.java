package sh.executor.secret;

import java.util.Optional;
import java.util.UUID;
import sh.executor.database.Sql;
import sh.executor.kernel.TenantId;

/** Sealed rows in PostgreSQL. */
final class SecretStore {

  private static final String ADD =
      "insert into secret (tenant_id, id, key_id, sealed) values (?, ?, ?, ?)";

  private static final String FIND =
      "select key_id, sealed from secret where tenant_id = ? and id = ?";

  private SecretStore() {}

  static void add(Sql sql, TenantId tenant, UUID id, Sealed sealed) {
    sql.run(ADD, tenant.value(), id, sealed.keyId(), sealed.bytes());
  }

  static Optional<Sealed> find(Sql sql, TenantId tenant, UUID id) {
    return sql.one(FIND, row -> new Sealed(row.uuid(1), row.bytes(2)), tenant.value(), id);
  }
}
