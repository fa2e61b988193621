package sh.executor.secret;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import sh.executor.kernel.ReadinessCheck;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;

/**
 * Looks whether this node can open what the database holds. A node with another master key would
 * start well, and then fail at every credential and every run.
 */
@Singleton
final class MasterKeyCheck implements ReadinessCheck {

  private final TenantKeyStore store;
  private final MasterKeys masters;

  @Inject
  MasterKeyCheck(TenantKeyStore store, MasterKeys masters) {
    this.store = store;
    this.masters = masters;
  }

  @Override
  public List<ReadinessFinding> findings() {
    return store.masterKeyIds().stream()
        .filter(id -> !masters.has(id))
        .map(
            id ->
                new ReadinessFinding(Severity.FATAL, "executor.secret.key", MasterKeys.missing(id)))
        .toList();
  }
}
