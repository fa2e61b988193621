package sh.executor.secret;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import sh.executor.kernel.TenantId;

/**
 * Seals bytes for one row of one organisation, and opens them again: authenticated encryption whose
 * associated data names organisation, table and row. Finding a data key may cost a statement of its
 * own, so neither is called while a transaction is open.
 */
@Singleton
public final class Seals {

  private final TenantKeys keys;

  @Inject
  Seals(TenantKeys keys) {
    this.keys = keys;
  }

  /** Seals {@code plaintext} under the organisation's data key. */
  public Sealed seal(TenantId tenant, String table, UUID row, byte[] plaintext) {
    TenantKeys.Key key = keys.current(tenant);
    try {
      byte[] bytes = key.cipher().seal(plaintext, associatedData(tenant, table, row));
      return new Sealed(key.id(), bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Seal " + table + ' ' + row + " of " + tenant, e);
    }
  }

  /** Opens what was sealed for this very row; anything else is a fault. */
  public byte[] open(TenantId tenant, String table, UUID row, Sealed sealed) {
    TenantKeys.Key key = keys.byId(tenant, sealed.keyId());
    try {
      return key.cipher().open(sealed.bytes(), associatedData(tenant, table, row));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Open " + table + ' ' + row + " of " + tenant, e);
    }
  }

  /**
   * Opens what comes back from outside, where anybody may have made or changed it; empty unless it
   * was sealed for this very row.
   */
  public Optional<byte[]> recognise(TenantId tenant, String table, UUID row, Sealed sealed) {
    if (!keys.has(tenant, sealed.keyId())) {
      return Optional.empty();
    }
    try {
      AesGcm cipher = keys.byId(tenant, sealed.keyId()).cipher();
      return Optional.of(cipher.open(sealed.bytes(), associatedData(tenant, table, row)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static byte[] associatedData(TenantId tenant, String table, UUID row) {
    return ("executor/" + table + '/' + tenant + '/' + row).getBytes(StandardCharsets.UTF_8);
  }
}
