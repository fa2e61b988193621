package sh.executor.auth;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.TenantId;
import sh.executor.outbound.Outbound;
import sh.executor.outbound.OutboundRequest;
import sh.executor.outbound.OutboundResult;

/**
 * The issuer's published keys (RFC 7517), kept for an hour. Whoever finds them missing or old
 * fetches them while others wait; a key id not among them brings one fetch ahead of time, at most
 * every half minute. Keys once had stay good while the issuer is out of reach.
 */
@Singleton
final class IssuerKeys {

  private static final Duration KEPT_FOR = Duration.ofHours(1);
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

  /** As long as there is nothing yet: soon enough for who was told to try again. */
  private static final Duration BETWEEN_FIRST_FETCHES = Duration.ofSeconds(1);

  private static final OutboundRequest.Limits LIMITS =
      new OutboundRequest.Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), 1_048_576);

  /** On nobody's behalf but the service's own. */
  private static final TenantId SERVICE = new TenantId(new UUID(0, 0));

  private final Optional<URI> url;
  private final Outbound outbound;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Published published;
  private volatile Instant fetchedLast = Instant.MIN;

  @Inject
  IssuerKeys(TokenIssuerConfig config, Outbound outbound, InstantSource clock) {
    this.url = config.jwksUrl();
    this.outbound = outbound;
    this.clock = clock;
  }

  /** The key of an id; a token without one may be by the only key there is. */
  Lookup keyFor(@Nullable String keyId) {
    Instant seen = fetchedLast;
    Published known = current(seen);
    if (known == null) {
      return new Lookup.OutOfReach();
    }
    Optional<Key> key = known.find(keyId);
    if (key.isEmpty() && mayFetch()) {
      Published fresh = fetched(seen);
      key = fresh == null ? Optional.empty() : fresh.find(keyId);
    }
    return key.<Lookup>map(Lookup.Found::new).orElseGet(Lookup.Unknown::new);
  }

  private @Nullable Published current(Instant seen) {
    Published known = published;
    if (known != null && known.at().plus(KEPT_FOR).isAfter(clock.instant())) {
      return known;
    }
    return known == null || mayFetch() ? fetched(seen) : known;
  }

  private boolean mayFetch() {
    Duration wait = published == null ? BETWEEN_FIRST_FETCHES : BETWEEN_FETCHES;
    return fetchedLast.isBefore(clock.instant().minus(wait));
  }

  /**
   * Fetches, unless another thread has since the fetch {@code seen} or it is too soon; what there
   * is then. Who comes while another fetches waits for what that brings.
   */
  private @Nullable Published fetched(Instant seen) {
    lock.lock();
    try {
      if (fetchedLast.equals(seen) && mayFetch()) {
        fetchedLast = clock.instant();
        fetch().ifPresent(keys -> published = new Published(keys, clock.instant()));
      }
      return published;
    } finally {
      lock.unlock();
    }
  }

  private Optional<List<JsonWebKey>> fetch() {
    OutboundRequest request =
        new OutboundRequest(
            SERVICE,
            "GET",
            url.orElseThrow(() -> new IllegalStateException("executor.auth.jwks-url is not set")),
            List.of(new OutboundRequest.Header("Accept", "application/json")),
            Set.of(),
            Set.of(),
            null,
            LIMITS);
    return outbound.send(request) instanceof OutboundResult.Answered answer
            && answer.status() == 200
            && !answer.truncated()
        ? parsed(answer.body())
        : Optional.empty();
  }

  private static Optional<List<JsonWebKey>> parsed(byte[] body) {
    try {
      JsonWebKeySet keys = new JsonWebKeySet(new String(body, StandardCharsets.UTF_8));
      return Optional.of(
          keys.getJsonWebKeys().stream()
              .filter(key -> !Use.ENCRYPTION.equals(key.getUse()))
              .toList());
    } catch (JoseException e) {
      return Optional.empty();
    }
  }

  private record Published(List<JsonWebKey> keys, Instant at) {

    Optional<Key> find(@Nullable String keyId) {
      if (keyId == null) {
        return keys.size() == 1 ? Optional.of(keys.getFirst().getKey()) : Optional.empty();
      }
      return keys.stream()
          .filter(key -> keyId.equals(key.getKeyId()))
          .findFirst()
          .map(JsonWebKey::getKey);
    }
  }

  /** What there is for a key id. */
  sealed interface Lookup {
    record Found(Key key) implements Lookup {}

    record Unknown() implements Lookup {}

    /** No keys, and none to be had. */
    record OutOfReach() implements Lookup {}
  }
}
