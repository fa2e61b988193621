package sh.executor.auth;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import sh.executor.kernel.Caller;
import sh.executor.tenant.Tenants;

/** The two tokens of a single-user service. Kept as hashes, compared in constant time. */
@Singleton
final class LocalTokens {

  private final Tenants tenants;
  private final Optional<byte[]> owner;
  private final Optional<byte[]> agent;

  /** The owner, once the database has been asked; who it is never changes. */
  private final AtomicReference<Optional<Caller>> person = new AtomicReference<>(Optional.empty());

  @Inject
  LocalTokens(LocalTokensConfig config, Tenants tenants) {
    this.tenants = tenants;
    this.owner = config.ownerToken().map(TokenHash::sha256);
    this.agent = config.agentToken().map(TokenHash::sha256);
  }

  /** Whom {@code token} stands for, if it is one of the two. */
  Optional<Caller> caller(String token) {
    return recall(TokenHash.sha256(token));
  }

  /** Likewise, by the token's hash. */
  Optional<Caller> recall(byte[] hash) {
    if (owner.filter(known -> MessageDigest.isEqual(known, hash)).isPresent()) {
      return Optional.of(person());
    }
    return agent
        .filter(known -> MessageDigest.isEqual(known, hash))
        .map(known -> person())
        .map(p -> new Caller(p.tenant(), p.account(), p.role(), Caller.Credential.AGENT));
  }

  private Caller person() {
    return person
        .get()
        .orElseGet(
            () -> {
              Caller ensured = tenants.ensureLocal();
              person.set(Optional.of(ensured));
              return ensured;
            });
  }
}
