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
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[MasterKey.BYTES];
    random.nextBytes(key);
    MasterKeys masters = new MasterKeys(new MasterKey(key), Optional.empty());
    TenantKeys keys = new TenantKeys(new TenantKeyStore(database), masters, ids, random);
    return new Secrets(database, new Seals(keys), ids);
  }
}
