package sh.executor.secret;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM (NIST SP 800-38D) under one key: a random nonce of 12 bytes, the ciphertext, a tag of 16.
 * It is the JDK's own cipher. A key is good for 2^32 values, by the birthday bound on nonces.
 */
final class AesGcm {

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  /** One for all: every thread that had its own would have to seed it. */
  private static final SecureRandom NONCES = new SecureRandom();

  private final SecretKeySpec key;

  /**
   * A cipher for a key.
   *
   * @param key {@link MasterKey#BYTES} bytes, copied
   */
  AesGcm(byte[] key) {
    if (key.length != MasterKey.BYTES) {
      throw new IllegalArgumentException("a key of " + key.length + " bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Encrypts, so that {@link #open} gives it back for the same associated data only. */
  byte[] seal(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    NONCES.nextBytes(nonce);
    Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, associatedData);
    byte[] bytes = Arrays.copyOf(nonce, NONCE_BYTES + plaintext.length + TAG_BYTES);
    cipher.doFinal(plaintext, 0, plaintext.length, bytes, NONCE_BYTES);
    return bytes;
  }

  /**
   * Decrypts what {@link #seal} made.
   *
   * @throws GeneralSecurityException when it was made otherwise, or changed since
   */
  byte[] open(byte[] bytes, byte[] associatedData) throws GeneralSecurityException {
    if (bytes.length < NONCE_BYTES + TAG_BYTES) {
      throw new GeneralSecurityException("too short to be sealed");
    }
    return cipher(Cipher.DECRYPT_MODE, bytes, associatedData)
        .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
  }

  private Cipher cipher(int mode, byte[] nonceFirst, byte[] associatedData)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonceFirst, 0, NONCE_BYTES));
    cipher.updateAAD(associatedData);
    return cipher;
  }
}
