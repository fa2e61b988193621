package sh.executor.auth;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Problem;
import sh.executor.kernel.UuidV7;

/**
 * The keys of members: a person's own, and those they hand to agents. A key belongs to one member
 * of one organisation and acts in that member's role as it is at that moment.
 */
@Singleton
public final class ApiKeys {

  private static final String PREFIX = "exk_";
  private static final int RANDOM_BYTES = 32;
  private static final int SHOWN_LENGTH = 12;
  private static final int NAME_LENGTH_MAX = 80;
  private static final int KEYS_MAX = 100;
  private static final Duration LAST_USED_PRECISION = Duration.ofMinutes(1);

  private final ApiKeyStore store;
  private final UuidV7 ids;
  private final InstantSource clock;
  private final SecureRandom random;

  @Inject
  ApiKeys(ApiKeyStore store, UuidV7 ids, InstantSource clock, SecureRandom random) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
  }

  /** Makes a key for the caller. An agent can not make keys. */
  public ApiKey.Created create(Caller caller, Caller.Credential kind, String name) {
    String named = name.strip();
    if (named.isEmpty() || named.length() > NAME_LENGTH_MAX) {
      throw invalid("A key's name has 1 to " + NAME_LENGTH_MAX + " characters.");
    }
    if (caller.credential() == Caller.Credential.AGENT) {
      throw Problem.of(
              Problem.Type.FORBIDDEN,
              "AccountForbidden",
              "An agent's key can not make keys; use a person's.")
          .exception();
    }
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String value = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ApiKey key = new ApiKey(ids.next(), kind, named, shown(value), clock.instant(), null);
    if (!store.add(caller, key, TokenHash.sha256(value), KEYS_MAX)) {
      throw Problem.of(
              Problem.Type.CONFLICT,
              "ApiKeyLimitError",
              "You have " + KEYS_MAX + " keys, the most a member may have; revoke one first.")
          .exception();
    }
    return new ApiKey.Created(key, value);
  }

  /** The caller's own keys, the newest first. */
  public List<ApiKey> list(Caller caller) {
    return store.list(caller);
  }

  /** Revokes one of the caller's own keys, at once; false when there is no such key. */
  public boolean revoke(Caller caller, UUID id) {
    return store.remove(caller, id);
  }

  Authentication verify(String token) {
    if (!token.startsWith(PREFIX)) {
      return invalidKey();
    }
    return store
        .find(TokenHash.sha256(token))
        .<Authentication>map(
            found -> {
              noteUse(found);
              return new Authentication.Authenticated(found.caller());
            })
        .orElseGet(ApiKeys::invalidKey);
  }

  /** Whom the key of that hash stands for now; empty when it was revoked, or is none. */
  Optional<Caller> recall(byte[] hash) {
    return store.find(hash).map(ApiKeyStore.Found::caller);
  }

  private void noteUse(ApiKeyStore.Found found) {
    Instant now = clock.instant();
    Instant last = found.lastUsedAt();
    if (last == null || last.plus(LAST_USED_PRECISION).isBefore(now)) {
      store.noteUse(found.caller(), found.id(), now);
    }
  }

  private static Authentication invalidKey() {
    return new Authentication.Invalid("The API key is invalid");
  }

  private static String shown(String value) {
    return value.substring(0, SHOWN_LENGTH) + "…";
  }

  private static RuntimeException invalid(String detail) {
    return Problem.of(Problem.Type.INVALID_INPUT, "AccountInvalid", detail).exception();
  }
}
