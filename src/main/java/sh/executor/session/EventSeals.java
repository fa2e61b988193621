package sh.executor.session;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import sh.executor.secret.Sealed;
import sh.executor.secret.Seals;

/**
 * Seals what is said to a session's client: the id of the data key, 16 bytes, and then ciphertext
 * bound to organisation, session, stream and number.
 */
@Singleton
final class EventSeals {

  private static final String COLUMN = "mcp_event.sealed";
  private static final int KEY_ID_BYTES = 16;

  private final Seals seals;

  @Inject
  EventSeals(Seals seals) {
    this.seals = seals;
  }

  /** What to store. */
  byte[] seal(LiveSession session, long stream, long seq, byte[] message) {
    Sealed cipher =
        seals.seal(session.owner().tenant(), COLUMN, row(session.key(), stream, seq), message);
    return ByteBuffer.allocate(KEY_ID_BYTES + cipher.bytes().length)
        .putLong(cipher.keyId().getMostSignificantBits())
        .putLong(cipher.keyId().getLeastSignificantBits())
        .put(cipher.bytes())
        .array();
  }

  /** What was stored. */
  byte[] open(LiveSession session, long stream, long seq, byte[] stored) {
    ByteBuffer buffer = ByteBuffer.wrap(stored);
    UUID keyId = new UUID(buffer.getLong(), buffer.getLong());
    byte[] cipher = new byte[buffer.remaining()];
    buffer.get(cipher);
    return seals.open(
        session.owner().tenant(),
        COLUMN,
        row(session.key(), stream, seq),
        new Sealed(keyId, cipher));
  }

  /** Seals name a row by a UUID; this one is 128 bits of the hash of the row's key. */
  private static UUID row(SessionKey key, long stream, long seq) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  ByteBuffer.allocate(32 + 2 * Long.BYTES)
                      .put(key.bytes())
                      .putLong(stream)
                      .putLong(seq)
                      .array());
      ByteBuffer bits = ByteBuffer.wrap(hash);
      return new UUID(bits.getLong(), bits.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("find SHA-256, which every JDK has", e);
    }
  }
}
