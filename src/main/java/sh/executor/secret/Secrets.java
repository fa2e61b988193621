package sh.executor.secret;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import sh.executor.database.Database;
import sh.executor.database.Transaction;
import sh.executor.kernel.Problem;
import sh.executor.kernel.TenantId;
import sh.executor.kernel.UuidV7;

/**
 * Credentials at rest: one sealed row each. A row is referred to by what holds it (a connection)
 * and goes when that goes.
 */
@Singleton
public final class Secrets {

  /** The longest value, in bytes of UTF-8: room for any key or certificate. */
  public static final int BYTES_MAX = 65_536;

  private static final String TABLE = "secret";

  private final Database database;
  private final Seals seals;
  private final UuidV7 ids;

  @Inject
  Secrets(Database database, Seals seals, UuidV7 ids) {
    this.database = database;
    this.seals = seals;
    this.ids = ids;
  }

  /**
   * Seals a value for a row to be. Nothing is stored yet: {@link SealedSecret#store} does that, in
   * the transaction of what will hold it.
   */
  public SealedSecret seal(TenantId tenant, SecretValue value) {
    byte[] plaintext = value.reveal().getBytes(StandardCharsets.UTF_8);
    if (plaintext.length > BYTES_MAX) {
      throw Problem.of(
              Problem.Type.TOO_LARGE,
              "SecretTooLargeError",
              "A credential may have at most " + BYTES_MAX + " bytes; this one has more.")
          .exception();
    }
    UUID id = ids.next();
    return new SealedSecret(tenant, id, seals.seal(tenant, TABLE, id, plaintext));
  }

  /** Opens a stored value; empty when there is no such row in this organisation. */
  public Optional<SecretValue> open(TenantId tenant, UUID id) {
    return SecretStore.find(database, tenant, id)
        .map(stored -> seals.open(tenant, TABLE, id, stored))
        .map(plaintext -> SecretValue.of(new String(plaintext, StandardCharsets.UTF_8)));
  }

  /** A value sealed for the row {@link #id()}, which {@link #store} writes. */
  public record SealedSecret(TenantId tenant, UUID id, Sealed sealed) {

    /** Writes the row. */
    public void store(Transaction transaction) {
      SecretStore.add(transaction, tenant, id, sealed);
    }
  }
}
