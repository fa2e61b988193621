package sh.executor.node;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * How two nodes prove to each other that they share a key, without showing it: each end makes a
 * nonce, and each says the HMAC of both, of who calls whom, and of which end it is. Nothing of one
 * conversation is worth anything in another, and no clock is needed.
 *
 * @param caller who dialled
 * @param called whom
 * @param callerNonce 32 bytes of the caller's
 */
record HopProof(UUID caller, UUID called, byte[] callerNonce) {

  /** The length of a nonce and of a proof. */
  static final int BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  /** A proof to be made, with a nonce of its own. */
  static HopProof of(UUID caller, UUID called, SecureRandom random) {
    return new HopProof(caller, called, nonce(random));
  }

  /** What the headers of a caller say; empty when they make no sense. */
  static Optional<HopProof> read(String caller, String called, String nonce) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(nonce);
      return bytes.length == BYTES
          ? Optional.of(new HopProof(UUID.fromString(caller), UUID.fromString(called), bytes))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The nonce as a header has it. */
  String nonceText() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(callerNonce);
  }

  static byte[] nonce(SecureRandom random) {
    byte[] nonce = new byte[BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  /** What the end that was called says to a nonce of its own. */
  byte[] byCalled(SecretKey key, byte[] calledNonce) {
    return mac(key, "called", calledNonce);
  }

  /** What the end that called says back. */
  byte[] byCaller(SecretKey key, byte[] calledNonce) {
    return mac(key, "caller", calledNonce);
  }

  /** Compares in constant time. */
  static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  private byte[] mac(SecretKey key, String end, byte[] calledNonce) {
    HexFormat hex = HexFormat.of();
    String said =
        String.join(
            "\n",
            "executor hop 1",
            end,
            caller.toString(),
            called.toString(),
            hex.formatHex(callerNonce),
            hex.formatHex(calledNonce));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(said.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Prove a node's key", e);
    }
  }
}
