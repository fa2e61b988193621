package sh.executor.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import sh.executor.auth.Authenticator;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;
import sh.executor.kernel.UuidV7;
import sh.executor.secret.Sealed;
import sh.executor.secret.Seals;

/**
 * Who is signed in, kept by the browser: organisation, a number, the key it is sealed with, and
 * sealed for these the end of the session, what its forms carry, and the proof of the credential,
 * which recognises it and can not be used in its place.
 */
@Singleton
final class Sessions {

  private static final String SEALED_FOR = "console.session";
  private static final int ID_BYTES = 16;
  private static final int CSRF_BYTES = 16;
  private static final int PROOF_BYTES = 32;
  private static final int PLAIN_BYTES = Long.BYTES + CSRF_BYTES + PROOF_BYTES;
  private static final int COOKIE_CHARS_MAX = 512;

  private final Authenticator authenticator;
  private final Seals seals;
  private final UuidV7 ids;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ConsoleConfig config;

  @Inject
  Sessions(
      Authenticator authenticator,
      Seals seals,
      UuidV7 ids,
      InstantSource clock,
      SecureRandom random,
      ConsoleConfig config) {
    this.authenticator = authenticator;
    this.seals = seals;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
    this.config = config;
  }

  /** The cookie of a person who has just proved who they are. */
  String begin(Caller person, byte[] proof) {
    byte[] csrf = new byte[CSRF_BYTES];
    random.nextBytes(csrf);
    Instant end = clock.instant().plus(config.signedInFor());
    byte[] plain =
        ByteBuffer.allocate(PLAIN_BYTES).putLong(end.toEpochMilli()).put(csrf).put(proof).array();
    UUID number = ids.next();
    Sealed sealed = seals.seal(person.tenant(), SEALED_FOR, number, plain);
    ByteBuffer cookie = ByteBuffer.allocate(3 * ID_BYTES + sealed.bytes().length);
    put(cookie, person.tenant().value());
    put(cookie, number);
    put(cookie, sealed.keyId());
    return encoded(cookie.put(sealed.bytes()).array());
  }

  /** Who sent a cookie; empty when it is none of ours, or over, or its key opens nothing now. */
  Optional<Session> find(String cookie) {
    if (cookie.length() > COOKIE_CHARS_MAX) {
      return Optional.empty();
    }
    return decoded(cookie).filter(bytes -> bytes.length > 3 * ID_BYTES).flatMap(this::open);
  }

  private Optional<Session> open(byte[] cookie) {
    ByteBuffer buffer = ByteBuffer.wrap(cookie);
    TenantId tenant = new TenantId(uuid(buffer));
    UUID number = uuid(buffer);
    UUID key = uuid(buffer);
    byte[] cipher = new byte[buffer.remaining()];
    buffer.get(cipher);
    return seals
        .recognise(tenant, SEALED_FOR, number, new Sealed(key, cipher))
        .flatMap(plain -> session(tenant, ByteBuffer.wrap(plain)));
  }

  private Optional<Session> session(TenantId tenant, ByteBuffer plain) {
    Instant end = Instant.ofEpochMilli(plain.getLong());
    if (!clock.instant().isBefore(end)) {
      return Optional.empty();
    }
    byte[] csrf = new byte[CSRF_BYTES];
    byte[] proof = new byte[PROOF_BYTES];
    plain.get(csrf).get(proof);
    return authenticator
        .recall(proof)
        .filter(caller -> caller.tenant().equals(tenant))
        .filter(caller -> caller.credential() == Caller.Credential.PERSON)
        .map(caller -> new Session(caller, encoded(csrf)));
  }

  private static void put(ByteBuffer buffer, UUID id) {
    buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(ByteBuffer buffer) {
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Optional<byte[]> decoded(String text) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
