package sh.executor.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.database.Database;
import sh.executor.kernel.ProblemException;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;
import sh.executor.kernel.TenantId;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestTenants;
import sh.executor.testkit.Together;

class SecretsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final SecretValue TOKEN = SecretValue.of("ghp_0123456789abcdef");

  private final Database database = DATABASE.database();
  private final TestTenants tenants = new TestTenants(database);
  private final MasterKey master = key();
  private final Secrets secrets = secrets(new MasterKeys(master, Optional.empty()));

  @Test
  void aStoredValueComesBack() {
    TenantId tenant = tenants.organization();

    UUID id = store(tenant, TOKEN);

    assertThat(secrets.open(tenant, id)).contains(TOKEN);
  }

  @Test
  void anotherOrganisationFindsNothing() {
    UUID id = store(tenants.organization(), TOKEN);

    assertThat(secrets.open(tenants.organization(), id)).isEmpty();
  }

  @Test
  void noPlaintextIsInTheTable() {
    TenantId tenant = tenants.organization();
    UUID id = store(tenant, TOKEN);

    String row =
        database
            .one("select encode(sealed, 'escape') from secret where id = ?", r -> r.text(1), id)
            .orElseThrow();

    assertThat(row).isNotEmpty().doesNotContain(TOKEN.reveal()).doesNotContain("ghp_");
  }

  @Test
  void aNodeWithAnotherMasterKeyIsFoundOutBeforeItFails() {
    store(tenants.organization(), TOKEN);
    TenantKeyStore rows = new TenantKeyStore(database);

    List<ReadinessFinding> findings =
        new MasterKeyCheck(rows, new MasterKeys(key(), Optional.empty())).findings();

    assertThat(findings).isNotEmpty().allMatch(found -> found.severity() == Severity.FATAL);
    assertThat(findings)
        .extracting(ReadinessFinding::message)
        .anyMatch(
            message -> message.contains(master.id()) && message.contains("EXECUTOR_SECRET_KEY"));
    assertThat(new MasterKeyCheck(rows, new MasterKeys(master, Optional.empty())).findings())
        .noneMatch(found -> found.message().contains(master.id()));
  }

  @Test
  void aCiphertextMovedToAnotherRowDoesNotOpen() {
    TenantId tenant = tenants.organization();
    UUID from = store(tenant, TOKEN);
    UUID to = store(tenant, SecretValue.of("other"));

    database.run(
        "update secret set sealed = (select sealed from secret where id = ?) where id = ?",
        from,
        to);

    assertThatThrownBy(() -> secrets.open(tenant, to)).hasMessageContaining("Open secret");
  }

  @Test
  void aCiphertextMovedToAnotherOrganisationDoesNotOpen() {
    TenantId tenant = tenants.organization();
    TenantId stranger = tenants.organization();
    UUID from = store(tenant, TOKEN);
    UUID to = store(stranger, SecretValue.of("other"));

    database.run(
        """
        insert into tenant_key (tenant_id, id, master_key_id, wrapped)
        select ?, id, master_key_id, wrapped from tenant_key where tenant_id = ?
        """,
        stranger.value(),
        tenant.value());
    database.run(
        """
        update secret t set sealed = f.sealed, key_id = f.key_id from secret f
        where f.id = ? and t.id = ?
        """,
        from,
        to);

    assertThatThrownBy(() -> secrets.open(stranger, to)).hasMessageContaining("Unwrap data key");
  }

  @Test
  void aTamperedCiphertextDoesNotOpen() {
    TenantId tenant = tenants.organization();
    UUID id = store(tenant, TOKEN);

    database.run(
        "update secret set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where id = ?",
        id);

    assertThatThrownBy(() -> secrets.open(tenant, id)).hasMessageContaining("Open secret");
  }

  @Test
  void aNodeWithAnotherMasterKeySaysWhichOneItLacks() {
    TenantId tenant = tenants.organization();
    UUID id = store(tenant, TOKEN);
    Secrets elsewhere = secrets(new MasterKeys(key(), Optional.empty()));

    assertThatThrownBy(() -> elsewhere.open(tenant, id))
        .hasMessageContaining(master.id())
        .hasMessageContaining("EXECUTOR_SECRET_KEY");
  }

  @Test
  void theMasterKeyBeforeStillOpens() {
    TenantId tenant = tenants.organization();
    UUID id = store(tenant, TOKEN);
    Secrets rotated = secrets(new MasterKeys(key(), Optional.of(master)));

    assertThat(rotated.open(tenant, id)).contains(TOKEN);
  }

  @Test
  void aValueTooLongIsRefused() {
    SecretValue value = SecretValue.of("x".repeat(Secrets.BYTES_MAX + 1));

    assertThatThrownBy(() -> secrets.seal(tenants.organization(), value))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("65536");
  }

  @Test
  void manyAtOnceMakeOneKeyForAnOrganisation() throws Exception {
    TenantId tenant = tenants.organization();

    List<UUID> stored =
        Together.all(
            8, () -> store(secrets(new MasterKeys(master, Optional.empty())), tenant, TOKEN));

    assertThat(
            database.one(
                "select count(*) from tenant_key where tenant_id = ?",
                row -> row.number(1),
                tenant.value()))
        .contains(1L);
    assertThat(stored).allSatisfy(id -> assertThat(secrets.open(tenant, id)).contains(TOKEN));
  }

  @Test
  void aSecretDoesNotPrint() {
    assertThat(TOKEN).hasToString("***");
    assertThat(List.of(TOKEN)).hasToString("[***]");
  }

  private UUID store(TenantId tenant, SecretValue value) {
    return store(secrets, tenant, value);
  }

  private UUID store(Secrets by, TenantId tenant, SecretValue value) {
    Secrets.SealedSecret ready = by.seal(tenant, value);
    return database.transact(
        tx -> {
          ready.store(tx);
          return ready.id();
        });
  }

  private Secrets secrets(MasterKeys masters) {
    TenantKeys keys =
        new TenantKeys(
            new TenantKeyStore(database), masters, TestTenants.ids(), new SecureRandom());
    return new Secrets(database, new Seals(keys), TestTenants.ids());
  }

  private static MasterKey key() {
    byte[] bytes = new byte[MasterKey.BYTES];
    new SecureRandom().nextBytes(bytes);
    return new MasterKey(bytes);
  }
}
