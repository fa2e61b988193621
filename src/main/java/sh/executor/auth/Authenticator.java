package sh.executor.auth;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Caller;
import sh.executor.tenant.Tenants;

/**
 * Turns an {@code Authorization} header into a caller, or a reason why not. Three kinds of bearer
 * token are known: those of a single-user service, API keys, and the JWTs of a configured issuer.
 */
@Singleton
public final class Authenticator {

  private static final String SCHEME = "bearer ";
  private static final int TOKEN_LENGTH_MAX = 8_192;
  private static final int JWT_PARTS = 3;

  private final LocalTokens local;
  private final ApiKeys keys;
  private final TokenIssuer issuer;
  private final Tenants tenants;

  @Inject
  Authenticator(LocalTokens local, ApiKeys keys, TokenIssuer issuer, Tenants tenants) {
    this.local = local;
    this.keys = keys;
    this.issuer = issuer;
    this.tenants = tenants;
  }

  /**
   * What {@code header} proves; null for a request without one. Never throws for what the header
   * says. May cost a statement or two, and now and then a look at the issuer's keys.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750 §2.1</a>
   */
  public Authentication authenticate(@Nullable String header) {
    return authenticate(header, null);
  }

  /**
   * Likewise, in one organisation. Its name opens nothing: a key of another organisation, and a
   * person who is no member, are {@link Authentication.Forbidden}, as is an organisation that does
   * not exist.
   *
   * @param organization id in wire form or slug, as it came; null for the one the token is for
   */
  public Authentication authenticate(@Nullable String header, @Nullable String organization) {
    return bearer(header)
        .map(token -> verify(token, organization))
        .orElseGet(Authentication.Missing::new);
  }

  /**
   * What a token that a person types in proves. It is one that can be {@link #recall recalled}: an
   * API key, or a token of a single-user service; others are invalid here.
   */
  public Authentication signIn(String token) {
    return isJwt(token)
        ? new Authentication.Invalid("Sign in with a personal key, not with an access token")
        : authenticate("Bearer " + token);
  }

  /** What is enough to recognise a token, and not to use it: its hash. */
  public static byte[] proof(String token) {
    return TokenHash.sha256(token.strip());
  }

  /**
   * Whom a token stands for now that was presented before; empty when it opens nothing any more.
   */
  public Optional<Caller> recall(byte[] proof) {
    return local.recall(proof).or(() -> keys.recall(proof));
  }

  /**
   * Whether what {@code header} proved of {@code caller} was not taken back since: its key is not
   * revoked, and the caller a member in the same role. That an access token has run out takes
   * nothing back. To be asked only of what was {@link Authentication.Authenticated} before.
   */
  public boolean stands(String header, Caller caller) {
    return bearer(header).filter(token -> stands(caller, token)).isPresent();
  }

  private boolean stands(Caller caller, String token) {
    boolean runsOut = isJwt(token) && local.caller(token).isEmpty();
    return runsOut
        ? tenants.role(caller.tenant(), caller.account()).filter(caller.role()::equals).isPresent()
        : recall(proof(token)).filter(caller::equals).isPresent();
  }

  private static boolean isJwt(String token) {
    return token.split("\\.", -1).length == JWT_PARTS;
  }

  private static Optional<String> bearer(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String token = header.substring(SCHEME.length()).strip();
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }

  private Authentication verify(String token, @Nullable String organization) {
    if (token.length() > TOKEN_LENGTH_MAX) {
      return new Authentication.Invalid("The token is longer than any this service gives out");
    }
    Optional<Caller> single = local.caller(token);
    if (single.isEmpty() && isJwt(token)) {
      return issuer.verify(token, organization);
    }
    return within(
        organization,
        single
            .<Authentication>map(Authentication.Authenticated::new)
            .orElseGet(() -> keys.verify(token)));
  }

  /** A key is one organisation's, whatever is asked for. */
  private Authentication within(@Nullable String organization, Authentication found) {
    return organization != null
            && found instanceof Authentication.Authenticated(Caller caller)
            && tenants
                .named(organization)
                .filter(named -> named.id().equals(caller.tenant()))
                .isEmpty()
        ? Authentication.Forbidden.noOrganization()
        : found;
  }
}
