package sh.executor.auth;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's published keys (RFC 7517), kept as {@link Kept} says. A key id not among them brings
 * one fetch ahead of time. Keys once had stay good while the issuer is out of reach.
 */
@Singleton
final class IssuerKeys {

  private final Kept<Published> published;

  @Inject
  IssuerKeys(TokenIssuerConfig config, IssuerReads reads, InstantSource clock) {
    this.published =
        new Kept<>(
            () -> {
              URI url =
                  config
                      .jwksUrl()
                      .orElseThrow(
                          () -> new IllegalStateException("executor.auth.jwks-url is not set"));
              return reads.read(url).flatMap(IssuerKeys::parsed).map(Published::new);
            },
            clock);
  }

  /** The key of an id; a token without one may be by the only key there is. */
  Lookup keyFor(@Nullable String keyId) {
    Optional<Published> known = published.current();
    if (known.isEmpty()) {
      return new Lookup.OutOfReach();
    }
    return known
        .get()
        .find(keyId)
        .or(() -> published.newer().flatMap(fresh -> fresh.find(keyId)))
        .<Lookup>map(Lookup.Found::new)
        .orElseGet(Lookup.Unknown::new);
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

  private record Published(List<JsonWebKey> keys) {

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
