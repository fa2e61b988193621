package sh.executor.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.testkit.TestTenants;

/** Nodes as others see them, without a process each. */
public final class TestNodes {

  private static final Duration LEASE = Duration.ofMinutes(10);

  private TestNodes() {}

  private static NodeStore store(Database database) {
    return new NodeStore(database, new KnownSchema(1));
  }

  /** A node that has said nothing of itself yet. */
  public static ThisNode started() {
    return started(System::nanoTime);
  }

  /** Likewise, by a clock of its own. */
  public static ThisNode started(LongSupplier nanoTime) {
    return started(nanoTime, InstantSource.system());
  }

  /** Likewise, by clocks of its own. */
  public static ThisNode started(LongSupplier nanoTime, InstantSource clock) {
    return new ThisNode(TestTenants.ids(), nanoTime, clock);
  }

  /** Has a node say that it lives, for ten minutes. */
  public static void beat(Database database, ThisNode node) {
    beat(database, node, "http://127.0.0.1:1");
  }

  /** Likewise, and not where. */
  public static void beatFromNowhere(Database database, ThisNode node) {
    beat(database, node, null);
  }

  private static void beat(Database database, ThisNode node, @Nullable String url) {
    node.renew(LEASE, () -> store(database).beat(node.id(), "test", LEASE, url));
  }

  /** Ends the lease of a node, as far as the others know. */
  public static void die(Database database, ThisNode node) {
    database.run(
        "update node set lease_until = now() - interval '1 millisecond' where id = ?", node.id());
  }

  /** Has a node say that it stops. */
  public static void leave(Database database, ThisNode node) {
    node.leave();
    store(database).locate(node.id(), null);
  }
}
