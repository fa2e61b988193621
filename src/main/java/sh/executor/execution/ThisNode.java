package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import sh.executor.kernel.UuidV7;

/** This process among those that share the database: another one after every start. */
@Singleton
final class ThisNode {

  private final UUID id;

  @Inject
  ThisNode(UuidV7 ids) {
    this.id = ids.next();
  }

  UUID id() {
    return id;
  }
}
