package sh.executor.secret;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Keys that every node with the same master key has, one for each purpose: nothing of the master
 * key, or of the key of another purpose, can be told from one.
 */
@Singleton
public final class SharedKeys {

  private final MasterKeys masters;

  @Inject
  SharedKeys(MasterKeys masters) {
    this.masters = masters;
  }

  /** Names the master key that this node derives from. */
  public String id() {
    return masters.current().id();
  }

  /**
   * The key for {@code purpose} under the master key named {@code id}; empty when this node does
   * not have that, as one that is not told of a new key yet.
   */
  public Optional<SecretKey> key(String id, String purpose) {
    return masters.has(id) ? Optional.of(masters.byId(id).derive(purpose)) : Optional.empty();
  }
}
