package sh.executor.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.auth.Authentication.Authenticated;
import sh.executor.auth.Authentication.Forbidden;
import sh.executor.auth.Authentication.Invalid;
import sh.executor.auth.Authentication.Unavailable;
import sh.executor.database.Database;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.outbound.TestOutbound;
import sh.executor.tenant.Account;
import sh.executor.tenant.Organization;
import sh.executor.tenant.Tenants;
import sh.executor.tenant.TestTenantServices;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.Together;
import sh.executor.testkit.Upstream;

class TokenIssuerTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  static final TestOutbound OUTBOUND = TestOutbound.local();

  private static final String ISSUER = "https://issuer.example";
  private static final String AUDIENCE = "executor";

  private final Database database = DATABASE.database();
  private final Tenants tenants = TestTenantServices.on(database);
  private final AtomicReference<Optional<List<PublicJsonWebKey>>> published =
      new AtomicReference<>(Optional.empty());

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private PublicJsonWebKey key = newKey("k1");
  private Upstream idp = Upstream.answering(call -> jwks());
  private TokenIssuer issuer = issuer();
  private Organization organization;
  private AccountId account;

  TokenIssuerTest() {
    Account person = tenants.account(ISSUER, "user-1", "p@example.com", "P");
    this.account = person.id();
    this.organization = tenants.found("Acme " + new SecureRandom().nextInt(), person.id());
  }

  @BeforeEach
  void publishTheKey() {
    published.set(Optional.of(List.of(key)));
  }

  @AfterEach
  void stopTheIdp() {
    idp.close();
  }

  @AfterAll
  static void closeTheDoor() {
    OUTBOUND.close();
  }

  @Test
  void aGoodTokenIsItsSubjectInItsOrganisation() {
    assertThat(issuer.verify(token(Map.of())))
        .isEqualTo(new Authenticated(caller(organization.id())));
    assertThat(issuer.verify(token(Map.of("org_id", organization.id().toString()))))
        .isEqualTo(new Authenticated(caller(organization.id())));
  }

  @Test
  void theKeysAreFetchedOnceForManyAtOnce() throws Exception {
    String token = token(Map.of());

    List<Authentication> all = Together.all(8, () -> issuer.verify(token));

    assertThat(all).containsOnly(new Authenticated(caller(organization.id())));
    assertThat(idp.ledger()).hasSize(1);
  }

  @Test
  void aSubjectNeverSeenGetsAnAccountButNoOrganisation() {
    assertThat(issuer.verify(token(Map.of("sub", "user-2")))).isInstanceOf(Forbidden.class);

    tenants.join(
        organization.id(),
        tenants.account(ISSUER, "user-2", "x@example.com", null).id(),
        Role.MEMBER);
    assertThat(issuer.verify(token(Map.of("sub", "user-2"))))
        .isInstanceOfSatisfying(
            Authenticated.class, found -> assertThat(found.caller().role()).isEqualTo(Role.MEMBER));
  }

  @Test
  void anOrganisationThatIsUnknownOrNotTheirsIsForbidden() {
    Organization other =
        tenants.found("Other", tenants.account(ISSUER, "o", "o@example.com", null).id());

    assertThat(issuer.verify(token(Map.of("org_id", other.slug())))).isInstanceOf(Forbidden.class);
    assertThat(issuer.verify(token(Map.of("org_id", "nowhere")))).isInstanceOf(Forbidden.class);
  }

  @Test
  void theOrganisationThatIsAskedForComesBeforeTheTokensOwn() {
    Organization second = tenants.found("Second", account);
    Organization foreign =
        tenants.found("Foreign", tenants.account(ISSUER, "f", "f@example.com", null).id());

    assertThat(issuer.verify(token(Map.of()), second.slug()))
        .isEqualTo(new Authenticated(caller(second.id())));
    assertThat(issuer.verify(token(Map.of()), second.id().toString()))
        .isEqualTo(new Authenticated(caller(second.id())));
    assertThat(issuer.verify(token(Map.of()), foreign.slug())).isInstanceOf(Forbidden.class);
    assertThat(issuer.verify(token(Map.of()), "nowhere")).isInstanceOf(Forbidden.class);
  }

  @Test
  void whatIsNotPinnedIsInvalid() {
    assertThat(issuer.verify(token(Map.of("iss", "https://evil.example"))))
        .isInstanceOf(Invalid.class);
    assertThat(issuer.verify(token(Map.of("aud", "someone-else")))).isInstanceOf(Invalid.class);
    assertThat(issuer.verify(signed(claims(Map.of()), newKey("k1")))).isInstanceOf(Invalid.class);
    assertThat(issuer.verify("a.b.c")).isInstanceOf(Invalid.class);
  }

  @Test
  void anExpiredTokenSaysSo() {
    String token = token(Map.of());
    now = now.plus(Duration.ofMinutes(11));

    assertThat(issuer.verify(token)).isEqualTo(new Invalid("The access token expired"));
  }

  @Test
  void aTokenWithoutSignatureOrWithASharedSecretIsInvalid() throws Exception {
    JsonWebSignature none = new JsonWebSignature();
    none.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    none.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
    none.setKeyIdHeaderValue("k1");
    none.setPayload(claims(Map.of()).toJson());
    JsonWebSignature hmac = new JsonWebSignature();
    hmac.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    hmac.setKeyIdHeaderValue("k1");
    hmac.setKey(new HmacKey(key.getPublicKey().getEncoded()));
    hmac.setPayload(claims(Map.of()).toJson());

    assertThat(issuer.verify(none.getCompactSerialization())).isInstanceOf(Invalid.class);
    assertThat(issuer.verify(hmac.getCompactSerialization())).isInstanceOf(Invalid.class);
  }

  @Test
  void aNewKeyIsFetchedAheadOfTimeButNotForEveryUnknownOne() {
    issuer.verify(token(Map.of()));
    PublicJsonWebKey next = newKey("k2");
    published.set(Optional.of(List.of(key, next)));
    now = now.plusSeconds(31);

    assertThat(issuer.verify(signed(claims(Map.of()), next))).isInstanceOf(Authenticated.class);
    for (int i = 0; i < 10; i++) {
      assertThat(issuer.verify(signed(claims(Map.of()), newKey("forged" + i))))
          .isInstanceOf(Invalid.class);
    }
    assertThat(idp.ledger()).hasSize(2);
  }

  @Test
  void anIssuerOutOfReachIsToldApartAndComesBack() {
    published.set(Optional.empty());

    assertThat(issuer.verify(token(Map.of()))).isInstanceOf(Unavailable.class);

    published.set(Optional.of(List.of(key)));
    now = now.plusSeconds(2);
    assertThat(issuer.verify(token(Map.of()))).isInstanceOf(Authenticated.class);
  }

  @Test
  void keysOnceHadStayGoodWhileTheIssuerIsOutOfReach() {
    issuer.verify(token(Map.of()));
    published.set(Optional.empty());
    now = now.plus(Duration.ofHours(2));

    assertThat(issuer.verify(token(Map.of()))).isInstanceOf(Authenticated.class);
  }

  @Test
  void withoutAConfiguredIssuerEveryTokenIsInvalid() {
    TokenIssuer none =
        new TokenIssuer(new Settings(Optional.empty(), idp.url()), keys(), tenants, () -> now);

    assertThat(none.verify(token(Map.of()))).isInstanceOf(Invalid.class);
    assertThat(idp.ledger()).isEmpty();
  }

  private Upstream.Reply jwks() {
    return published
        .get()
        .map(keys -> new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))
        .map(json -> Upstream.Reply.json(200, json))
        .orElseGet(() -> Upstream.Reply.empty(500));
  }

  private TokenIssuer issuer() {
    return new TokenIssuer(
        new Settings(Optional.of(ISSUER), idp.url()), keys(), tenants, () -> now);
  }

  private IssuerKeys keys() {
    return new IssuerKeys(
        new Settings(Optional.of(ISSUER), idp.url()),
        new IssuerReads(OUTBOUND.outbound()),
        () -> now);
  }

  private Caller caller(TenantId tenant) {
    return new Caller(tenant, account, Role.OWNER, Caller.Credential.PERSON);
  }

  private String token(Map<String, String> changes) {
    return signed(claims(changes), key);
  }

  private JwtClaims claims(Map<String, String> changes) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject("user-1");
    claims.setStringClaim("org_id", organization.slug());
    claims.setExpirationTime(NumericDate.fromMilliseconds(now.plusSeconds(600).toEpochMilli()));
    changes.forEach(claims::setStringClaim);
    return claims;
  }

  private static String signed(JwtClaims claims, PublicJsonWebKey key) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setKey(key.getPrivateKey());
    signature.setPayload(claims.toJson());
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("sign a token", e);
    }
  }

  private static PublicJsonWebKey newKey(String id) {
    try {
      PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException("make a key", e);
    }
  }

  private record Settings(Optional<String> issuer, String idp) implements TokenIssuerConfig {

    @Override
    public Optional<String> audience() {
      return Optional.of(AUDIENCE);
    }

    @Override
    public Optional<URI> jwksUrl() {
      return Optional.of(URI.create(idp + "/jwks"));
    }
  }
}
