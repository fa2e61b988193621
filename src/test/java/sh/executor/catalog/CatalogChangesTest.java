package sh.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.database.DatabaseException;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.Role;
import sh.executor.policy.Action;
import sh.executor.testkit.TestDatabase;

/** What one node changes, and another one looks for. */
class CatalogChangesTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final String OPERATIONS = "read mails.list Lists mails";

  private final CatalogFixture here = new CatalogFixture(DATABASE.database());
  private final CatalogChanges there =
      new CatalogChanges(new SignStore(DATABASE.database()), () -> Duration.ofHours(1));
  private final AtomicInteger told = new AtomicInteger();
  private final Caller owner = here.members.organization();

  @BeforeEach
  void somethingIsThere() {
    here.add(owner, "mail", OPERATIONS);
    there.look();
  }

  @Test
  void nothingIsToldWhenNothingHasChanged() {
    there.watch(owner, told::incrementAndGet);

    there.look();
    there.look();

    assertThat(told).hasValue(0);
  }

  @Test
  void everyKindOfChangeIsTold() {
    there.watch(owner, told::incrementAndGet);
    Runnable[] changes = {
      () -> here.add(owner, "news", "read all Lists all"),
      () -> here.connect(owner, Owner.ORG, "mail", "main"),
      () -> here.connect(owner, Owner.USER, "mail", "mine"),
      () -> here.policies.create(owner, Owner.ORG, "mail.*", Action.BLOCK, null, false),
      () -> here.connections.remove(owner, Owner.ORG, "mail", "main"),
      () -> here.refresh(owner, "mail", OPERATIONS + "\nwrite mails.send Sends"),
      () -> here.integrations.review(owner, "mail"),
      () -> here.integrations.remove(owner, "news"),
    };

    for (int i = 0; i < changes.length; i++) {
      changes[i].run();
      there.look();

      assertThat(told).as("change " + i).hasValue(i + 1);
    }
  }

  @Test
  void manyChangesBetweenTwoLooksAreToldOnce() {
    there.watch(owner, told::incrementAndGet);
    here.connect(owner, Owner.ORG, "mail", "one");
    here.connect(owner, Owner.ORG, "mail", "two");

    there.look();
    there.look();

    assertThat(told).hasValue(1);
  }

  @Test
  void whatOthersDoForThemselvesIsNotTold() {
    Caller colleague = here.members.member(owner, Role.MEMBER);
    Caller stranger = here.members.organization();
    there.watch(owner, told::incrementAndGet);
    here.connect(colleague, Owner.USER, "mail", "mine");
    here.add(stranger, "mail", OPERATIONS);

    there.look();

    assertThat(told).hasValue(0);
  }

  @Test
  void whoNoLongerWantsToKnowIsNotTold() {
    Runnable end = there.watch(owner, told::incrementAndGet);
    here.connect(owner, Owner.ORG, "mail", "main");
    end.run();

    there.look();

    assertThat(told).hasValue(0);
  }

  @Test
  void aWatchThatCouldNotBeginIsNone() {
    try (TestDatabase bare = TestDatabase.empty()) {
      CatalogChanges blind =
          new CatalogChanges(new SignStore(bare.database()), () -> Duration.ofHours(1));
      assertThatThrownBy(() -> blind.watch(owner, told::incrementAndGet))
          .isInstanceOf(DatabaseException.class);

      // Whoever watches nobody has nothing to ask, and so nothing that can fail.
      assertThatCode(blind::look).doesNotThrowAnyException();
    }
  }

  @Test
  void oneWhoFailsDoesNotKeepItFromOthers() {
    there.watch(
        owner,
        () -> {
          throw new IllegalStateException("no");
        });
    there.watch(owner, told::incrementAndGet);
    there.watch(owner, told::incrementAndGet);
    here.connect(owner, Owner.ORG, "mail", "main");

    there.look();

    assertThat(told).hasValue(2);
  }
}
