package sh.executor.node;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import javax.crypto.SecretKey;
import sh.executor.secret.SharedKeys;

/** The key by which nodes know each other. */
@Singleton
final class HopKeys {

  private static final String PURPOSE = "executor/hop/1";

  private final SharedKeys shared;

  @Inject
  HopKeys(SharedKeys shared) {
    this.shared = shared;
  }

  /** Which key this node calls others with. */
  String id() {
    return shared.id();
  }

  /** The key of an id; empty when this node does not have it. */
  Optional<SecretKey> key(String id) {
    return shared.key(id, PURPOSE);
  }
}
