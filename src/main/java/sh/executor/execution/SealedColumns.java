package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.TenantId;
import sh.executor.secret.Sealed;
import sh.executor.secret.Seals;

/**
 * The columns of a run that hold what scripts and APIs said, each as one value: the id of the data
 * key, 16 bytes, and then ciphertext bound to tenant, column and row. Not for use inside a
 * transaction.
 */
@Singleton
final class SealedColumns {

  private static final int KEY_ID_BYTES = 16;

  private final Seals seals;

  @Inject
  SealedColumns(Seals seals) {
    this.seals = seals;
  }

  /** What to store in {@code column} of the row {@code row}. */
  byte[] seal(TenantId tenant, String column, UUID row, byte[] plaintext) {
    Sealed cipher = seals.seal(tenant, column, row, plaintext);
    return ByteBuffer.allocate(KEY_ID_BYTES + cipher.bytes().length)
        .putLong(cipher.keyId().getMostSignificantBits())
        .putLong(cipher.keyId().getLeastSignificantBits())
        .put(cipher.bytes())
        .array();
  }

  /** What was stored there. */
  byte[] open(TenantId tenant, String column, UUID row, byte[] stored) {
    if (stored.length < KEY_ID_BYTES) {
      throw new IllegalStateException("Open " + column + ' ' + row + ": it is cut off");
    }
    ByteBuffer buffer = ByteBuffer.wrap(stored);
    UUID keyId = new UUID(buffer.getLong(), buffer.getLong());
    byte[] cipher = new byte[buffer.remaining()];
    buffer.get(cipher);
    return seals.open(tenant, column, row, new Sealed(keyId, cipher));
  }

  /** Likewise; null for null. */
  byte @Nullable [] openOrNull(TenantId tenant, String column, UUID row, byte @Nullable [] stored) {
    return stored == null ? null : open(tenant, column, row, stored);
  }
}
