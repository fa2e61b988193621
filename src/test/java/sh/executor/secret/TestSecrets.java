package sh.executor.secret;

import java.security.SecureRandom;
import java.util.Optional;
import sh.executor.database.Database;
import sh.executor.kernel.UuidV7;

/** Secrets for the tests of those who keep some, under a master key of the moment. */
public final class TestSecrets {

  private TestSecrets() {}

  /** Secrets in {@code database}. */
  public static Secrets in(Database database, UuidV7 ids) {
    byte[] key = new byte[MasterKey.BYTES];
    new SecureRandom().nextBytes(key);
    return new Secrets(database, seals(database, ids, key), ids);
  }

  /** What opens and seals in {@code database} as a service with this master key does. */
  public static Seals seals(Database database, UuidV7 ids, byte[] masterKey) {
    MasterKeys masters = new MasterKeys(new MasterKey(masterKey), Optional.empty());
    return new Seals(
        new TenantKeys(new TenantKeyStore(database), masters, ids, new SecureRandom()));
  }
}
