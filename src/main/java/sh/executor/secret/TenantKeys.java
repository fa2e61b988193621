package sh.executor.secret;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import sh.executor.kernel.TenantId;
import sh.executor.kernel.UuidV7;

/**
 * The data keys of organisations, unwrapped and kept for the most recently used. Keys never change
 * once made, so what is kept can not be stale.
 */
@Singleton
final class TenantKeys {

  private static final int KEPT_MAX = 10_000;

  private final TenantKeyStore store;
  private final MasterKeys masters;
  private final UuidV7 ids;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Name, Key> kept = recentlyUsed();

  @Inject
  TenantKeys(TenantKeyStore store, MasterKeys masters, UuidV7 ids, SecureRandom random) {
    this.store = store;
    this.masters = masters;
    this.ids = ids;
    this.random = random;
  }

  /** The key that seals for {@code tenant}; made on first use, one whoever comes first. */
  Key current(TenantId tenant) {
    return kept(
        new Name(tenant, Optional.empty()),
        () -> unwrap(tenant, store.currentOrAdd(tenant, make(tenant))));
  }

  /** Whether there is a key of that id. */
  boolean has(TenantId tenant, UUID id) {
    return locked(() -> kept.containsKey(new Name(tenant, Optional.of(id))))
        || store.find(tenant, id).isPresent();
  }

  /** A key by its id. */
  Key byId(TenantId tenant, UUID id) {
    return kept(
        new Name(tenant, Optional.of(id)),
        () ->
            store
                .find(tenant, id)
                .map(wrapped -> unwrap(tenant, wrapped))
                .orElseThrow(
                    () -> new IllegalStateException("No data key " + id + " of " + tenant)));
  }

  private Key kept(Name name, Supplier<Key> load) {
    Key key = locked(() -> Optional.ofNullable(kept.get(name))).orElse(null);
    if (key != null) {
      return key;
    }
    Key loaded = load.get();
    return locked(
        () -> {
          kept.put(name, loaded);
          return loaded;
        });
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private WrappedKey make(TenantId tenant) {
    byte[] bytes = new byte[MasterKey.BYTES];
    random.nextBytes(bytes);
    UUID id = ids.next();
    MasterKey master = masters.current();
    return new WrappedKey(id, master.id(), master.wrap(tenant, id, bytes));
  }

  private Key unwrap(TenantId tenant, WrappedKey wrapped) {
    MasterKey master = masters.byId(wrapped.masterKeyId());
    return new Key(wrapped.id(), new AesGcm(master.unwrap(tenant, wrapped.id(), wrapped.bytes())));
  }

  private static Map<Name, Key> recentlyUsed() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Name, Key> eldest) {
        return size() > KEPT_MAX;
      }
    };
  }

  /** An unwrapped data key, as the cipher it is for. */
  record Key(UUID id, AesGcm cipher) {}

  /** What a key is kept under; without an id it is the current one. */
  private record Name(TenantId tenant, Optional<UUID> id) {}

  /** A data key as it is stored. */
  record WrappedKey(UUID id, String masterKeyId, byte[] bytes) {}
}
