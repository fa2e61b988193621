package sh.executor.auth;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.Key;
import java.time.InstantSource;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Caller;
import sh.executor.tenant.Account;
import sh.executor.tenant.Organization;
import sh.executor.tenant.Tenants;

/**
 * Verifies the access tokens of the configured issuer (RFC 9068 in spirit, any JWT of it in fact):
 * signature by a published asymmetric key, issuer and audience pinned, expiry required. {@code sub}
 * is the account, {@code org_id} the organisation, by id or slug, unless the request names one;
 * membership is looked up each time.
 */
@Singleton
final class TokenIssuer {

  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.RSA_USING_SHA512,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
          AlgorithmIdentifiers.EDDSA);
  private static final int SKEW_SECONDS = 30;
  private static final int RETRY_AFTER_SECONDS = 2;
  private static final int CLAIM_LENGTH_MAX = 255;

  private final Optional<Pinned> pinned;
  private final IssuerKeys keys;
  private final Tenants tenants;
  private final InstantSource clock;

  @Inject
  TokenIssuer(TokenIssuerConfig config, IssuerKeys keys, Tenants tenants, InstantSource clock) {
    this.pinned =
        config.issuer().flatMap(issuer -> config.audience().map(aud -> new Pinned(issuer, aud)));
    this.keys = keys;
    this.tenants = tenants;
    this.clock = clock;
  }

  /** What a token of three parts proves. */
  Authentication verify(String token) {
    return verify(token, null);
  }

  /**
   * Likewise, in the organisation that was asked for instead of the token's own.
   *
   * @param organization id in wire form or slug; null for the token's
   */
  Authentication verify(String token, @Nullable String organization) {
    if (pinned.isEmpty()) {
      return new Authentication.Invalid("The access token is invalid");
    }
    try {
      return switch (keys.keyFor(keyId(token))) {
        case IssuerKeys.Lookup.Found(Key key) ->
            caller(claims(token, key, pinned.get()), organization);
        case IssuerKeys.Lookup.Unknown() -> invalid();
        case IssuerKeys.Lookup.OutOfReach() ->
            new Authentication.Unavailable(
                "Authentication temporarily unavailable - please retry", RETRY_AFTER_SECONDS);
      };
    } catch (InvalidJwtException e) {
      return e.hasExpired() ? new Authentication.Invalid("The access token expired") : invalid();
    } catch (MalformedClaimException | JoseException e) {
      return invalid();
    }
  }

  private static @Nullable String keyId(String token) throws JoseException {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setCompactSerialization(token);
    return signature.getKeyIdHeaderValue();
  }

  private JwtClaims claims(String token, Key key, Pinned pinned) throws InvalidJwtException {
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(ALGORITHMS)
        .setVerificationKey(key)
        .setExpectedIssuer(pinned.issuer())
        .setExpectedAudience(pinned.audience())
        .setRequireExpirationTime()
        .setRequireSubject()
        .setAllowedClockSkewInSeconds(SKEW_SECONDS)
        .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
        .build()
        .processToClaims(token);
  }

  private Authentication caller(JwtClaims claims, @Nullable String asked)
      throws MalformedClaimException {
    String issuer = claims.getIssuer();
    String subject = claims.getSubject();
    if (subject.isBlank() || subject.length() > CLAIM_LENGTH_MAX) {
      return invalid();
    }
    Account account =
        tenants.account(
            issuer, subject, email(claims, subject), claims.getStringClaimValue("name"));
    return organization(claims, asked)
        .flatMap(
            organization ->
                tenants
                    .role(organization.id(), account.id())
                    .map(
                        role ->
                            new Caller(
                                organization.id(), account.id(), role, Caller.Credential.PERSON)))
        .<Authentication>map(Authentication.Authenticated::new)
        .orElseGet(Authentication.Forbidden::noOrganization);
  }

  private Optional<Organization> organization(JwtClaims claims, @Nullable String asked)
      throws MalformedClaimException {
    String name = asked == null ? claims.getStringClaimValue("org_id") : asked;
    return Optional.ofNullable(name).flatMap(tenants::named);
  }

  private static String email(JwtClaims claims, String subject) throws MalformedClaimException {
    String email = claims.getStringClaimValue("email");
    return email == null || email.isBlank() ? subject : email;
  }

  private static Authentication invalid() {
    return new Authentication.Invalid("The access token is invalid");
  }

  private record Pinned(String issuer, String audience) {}
}
