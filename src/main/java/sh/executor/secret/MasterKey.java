package sh.executor.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sh.executor.kernel.TenantId;

/**
 * The key that wraps every organisation's data key: 256 bits, for AES-GCM. It is known by an id
 * made of its hash, so that a data key says which master key opens it.
 */
final class MasterKey {

  /** Length of a key, master or data. */
  static final int BYTES = 32;

  private static final int ID_BYTES = 8;

  private final String id;
  private final AesGcm cipher;
  private final SecretKey material;

  MasterKey(byte[] key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      this.id = HexFormat.of().formatHex(hash, 0, ID_BYTES);
      this.cipher = new AesGcm(key);
      this.material = new SecretKeySpec(key, "Generic");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Make the master key's cipher", e);
    }
  }

  /**
   * The key {@code text} is the base 64 of, standard or URL-safe; empty when it is not 32 bytes.
   */
  static Optional<MasterKey> parse(String text) {
    try {
      String standard = text.strip().replace('-', '+').replace('_', '/');
      byte[] key = Base64.getDecoder().decode(standard);
      return key.length == BYTES ? Optional.of(new MasterKey(key)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The key for one purpose, from which this one can't be told (HKDF, RFC 5869). */
  SecretKey derive(String purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "HmacSHA256",
              HKDFParameterSpec.ofExtract()
                  .addIKM(material)
                  .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Derive a key for " + purpose, e);
    }
  }

  /** Names the key without telling anything of it. */
  String id() {
    return id;
  }

  byte[] wrap(TenantId tenant, UUID keyId, byte[] dataKey) {
    try {
      return cipher.seal(dataKey, associatedData(tenant, keyId));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Wrap data key " + keyId + " of " + tenant, e);
    }
  }

  byte[] unwrap(TenantId tenant, UUID keyId, byte[] wrapped) {
    try {
      return cipher.open(wrapped, associatedData(tenant, keyId));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Unwrap data key " + keyId + " of " + tenant, e);
    }
  }

  private static byte[] associatedData(TenantId tenant, UUID keyId) {
    return ("executor/tenant_key/" + tenant + '/' + keyId).getBytes(StandardCharsets.UTF_8);
  }
}
