package sh.executor.auth;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** The issuer whose access tokens are taken. All three are set, or none. */
@ConfigMapping(prefix = "executor.auth")
interface TokenIssuerConfig {

  /** What {@code iss} must be. {@code EXECUTOR_AUTH_ISSUER}. */
  Optional<String> issuer();

  /** What {@code aud} must contain. {@code EXECUTOR_AUTH_AUDIENCE}. */
  Optional<String> audience();

  /** Where the issuer publishes its keys (RFC 7517). {@code EXECUTOR_AUTH_JWKS_URL}. */
  Optional<URI> jwksUrl();
}
