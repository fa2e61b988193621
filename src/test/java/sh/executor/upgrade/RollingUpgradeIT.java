package sh.executor.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.database.SetAside;
import sh.executor.testkit.ServiceProcess;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.Trials;

/**
 * An upgrade that rolls: a node of the build before the newest migration, then one of this build
 * beside it, on one database, then this one alone, while clients talk without a pause.
 */
@Tag("random")
class RollingUpgradeIT {

  private static final int REQUESTS = 150;

  /** What makes a twin of V0007 of it that forgets that older nodes do not know of its column. */
  private static final String BROKEN = "alter table run alter column setbacks drop default";

  /** For the test only: it seals nothing of anybody's. */
  private static final Fixture.Clients CLIENTS =
      new Fixture.Clients(
          "dGhlIGtleSBvZiB0aGUgdXBncmFkZSBmaXh0dXJlcy4=",
          "the-owner-of-the-rolling-upgrade-0123456789",
          "the-agent-of-the-rolling-upgrade-0123456789",
          "",
          Map.of(),
          "",
          null);

  @TempDir Path folder;

  @Test
  void noRequestFailsWhileOldAndNewServeSideBySide() {
    Trials trials = Trials.of(1);

    List<String> failures = roll(trials, "");

    assertThat(failures).as("-Dtest.seed=%d", trials.seed()).isEmpty();
  }

  @Test
  void aMigrationThatOlderNodesCanNotLiveWithIsSeen() {
    List<String> failures = roll(Trials.of(1), BROKEN);

    assertThat(failures).anyMatch(failure -> failure.contains("Internal tool error"));
  }

  /**
   * Takes clients through an upgrade.
   *
   * @param besides what the newest migration does too; empty for nothing
   */
  private List<String> roll(Trials trials, String besides) {
    try (TestDatabase database = TestDatabase.empty();
        ServiceProcess old = start(OldBuild.jar(), "old", database);
        Talk talk = new Talk(CLIENTS.agentKey(), trials.random(), old.mcp())) {
      talk.listen(REQUESTS);
      try (ServiceProcess fresh = start(ServiceProcess.JAR, "new", database)) {
        if (!besides.isEmpty()) {
          database.database().run(besides);
        }
        talk.to(old.mcp(), fresh.mcp());
        talk.listen(2 * REQUESTS);
        talk.to(fresh.mcp());
        old.stop();
        talk.listen(REQUESTS);
        List<String> failures = talk.end();
        assertThat(SetAside.in(database.database())).isEmpty();
        return failures;
      }
    }
  }

  private ServiceProcess start(Path jar, String name, TestDatabase database) {
    return CLIENTS.start(jar, folder.resolve(name), database.login());
  }
}
