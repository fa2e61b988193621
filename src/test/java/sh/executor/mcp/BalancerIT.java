package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.rest.Pets;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.RandomBalancer;
import sh.executor.testkit.ServiceProcess;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.Upstream;

/**
 * Nodes behind a balancer that knows no stickiness, killed at random while many clients talk, all
 * with the same ids: no result is lost, none is somebody else's, and no effect happens twice.
 * {@code -Dfleet.nodes}, {@code -Dfleet.sessions} and {@code -Dfleet.seconds} say how much of it;
 * {@code -Dtest.seed} says which.
 */
@Tag("random")
class BalancerIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BETWEEN_KILLS_MAX = Duration.ofSeconds(6);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir Path folder;

  @Test
  void clientsNoticeNothingButInterruptions() throws Exception {
    int nodes = Integer.getInteger("fleet.nodes", 2);
    int sessions = Integer.getInteger("fleet.sessions", 16);
    Duration time = Duration.ofSeconds(Integer.getInteger("fleet.seconds", 20));
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.printf(
        "-Dtest.seed=%d -Dfleet.nodes=%d -Dfleet.sessions=%d%n", seed, nodes, sessions);
    Random random = new Random(seed);
    Conversation.Tally tally = new Conversation.Tally();

    try (Fleet fleet = new Fleet(folder, DATABASE, Map.of("EXECUTOR_EXECUTION_LEASE", "3s"));
        RandomBalancer balancer = new RandomBalancer(new Random(random.nextLong()));
        Upstream pets = Pets.open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < nodes; i++) {
        balancer.add(fleet.start("n" + i).mcp().getPort());
      }
      Pets.add(fleet.owner("n0"), pets, "pets");
      Pets.connect(fleet.owner("n0"), "pets");
      List<Conversation> talks = talks(sessions, fleet, balancer, random, tally);
      List<Future<?>> running = new ArrayList<>();
      talks.forEach(talk -> running.add(threads.submit(talk)));

      int kills = trouble(fleet, balancer, new Random(random.nextLong()), time);
      tally.over = true;
      for (Future<?> talk : running) {
        talk.get(3, TimeUnit.MINUTES);
      }
      talks.forEach(talk -> talk.echo("after"));

      System.out.printf(
          "%d answered, %d questions, %d cut off, %d effects, %d kills%n",
          tally.answered.get(), tally.asked.get(), tally.cutOff.get(), tally.adopted.size(), kills);
      assertThat(kills).isPositive();
      assertThat(tally.answered.get()).isGreaterThan(sessions * 2);
      assertThat(tally.asked.get()).isPositive();
      Map<String, Long> effects = effects(pets);
      assertThat(effects.values()).containsOnly(1L);
      assertThat(effects.keySet()).containsAll(tally.adopted);
    }
  }

  private static List<Conversation> talks(
      int sessions, Fleet fleet, RandomBalancer balancer, Random random, Conversation.Tally tally) {
    String key =
        fleet
            .owner("n0")
            .post("/account/api-keys", "{\"name\":\"all\",\"kind\":\"agent\"}")
            .expect(200)
            .path("value")
            .asText();
    List<Conversation> talks = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      Mcp client = Mcp.at(balancer.uri("/mcp")).as(key).connect("2025-11-25", "{'elicitation':{}}");
      talks.add(new Conversation("c" + i, client, new Random(random.nextLong()), tally));
    }
    return talks;
  }

  /** Kills nodes and starts them again, until the time is over; how often. */
  private static int trouble(Fleet fleet, RandomBalancer balancer, Random random, Duration time)
      throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + time.toNanos();
    int kills = 0;
    do {
      boolean _ = never.await(random.nextLong(BETWEEN_KILLS_MAX.toMillis()), TimeUnit.MILLISECONDS);
      String name = "n" + random.nextInt(fleet.nodes().size());
      ServiceProcess node = fleet.node(name);
      node.kill();
      balancer.remove(node.mcp().getPort());
      kills++;
      balancer.add(fleet.start(name).mcp().getPort());
    } while (System.nanoTime() < end);
    return kills;
  }

  private static Map<String, Long> effects(Upstream pets) {
    return pets.ledger().stream()
        .filter(call -> call.method().equals("POST"))
        .map(BalancerIT::name)
        .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
  }

  private static String name(Upstream.Call call) {
    try {
      JsonNode pet = JSON.readTree(call.body());
      return pet.path("name").asText();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("read " + call, e);
    }
  }
}
