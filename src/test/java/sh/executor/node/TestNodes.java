package sh.executor.node;

import java.time.Duration;
import java.util.function.LongSupplier;
import sh.executor.database.Database;
import sh.executor.testkit.TestTenants;

/** Nodes as others see them, without a process each. */
public final class TestNodes {

  private static final Duration LEASE = Duration.ofMinutes(10);

  private TestNodes() {}

  /** A node that has said nothing of itself yet. */
  public static ThisNode started() {
    return started(System::nanoTime);
  }

  /** Likewise, by a clock of its own. */
  public static ThisNode started(LongSupplier nanoTime) {
    return new ThisNode(TestTenants.ids(), nanoTime);
  }

  /** Has a node say that it lives, for ten minutes. */
  public static void beat(Database database, ThisNode node) {
    node.renew(
        LEASE, () -> new NodeStore(database).beat(node.id(), "test", LEASE, "http://127.0.0.1:1"));
  }

  /** Ends the lease of a node, as far as the others know. */
  public static void die(Database database, ThisNode node) {
    new NodeStore(database).beat(node.id(), "test", Duration.ofMillis(-1), "http://127.0.0.1:1");
  }

  /** Has a node say that it stops. */
  public static void leave(Database database, ThisNode node) {
    node.leave();
    new NodeStore(database).locate(node.id(), null);
  }
}
