package sh.executor.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.awaitility.Awaitility;
import sh.executor.testkit.Mcp;

/**
 * Clients that talk without a pause to some nodes, as behind a balancer that knows of no sessions:
 * they begin sessions, list tools, run scripts and end sessions, each request at any node. What was
 * not answered as it should be is kept.
 */
final class Talk implements AutoCloseable {

  private static final int CLIENTS = 6;
  private static final int SESSIONS_MAX = 4;
  private static final int MINUTES_MAX = 4;

  private final String key;
  private final ReentrantReadWriteLock routes = new ReentrantReadWriteLock(true);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile List<URI> nodes;

  /** Begins at once. */
  Talk(String key, Random random, URI node) {
    this.key = key;
    this.nodes = List.of(node);
    for (int i = 0; i < CLIENTS; i++) {
      Client client = new Client(new Random(random.nextLong()));
      threads.execute(client::talk);
    }
  }

  /** From now on to these nodes; no request to others is under way when it returns. */
  void to(URI... others) {
    routes.writeLock().lock();
    try {
      nodes = List.of(others);
    } finally {
      routes.writeLock().unlock();
    }
  }

  /** Waits until so many more requests are answered. */
  void listen(int more) {
    int until = requests.get() + more;
    Awaitility.await("requests to be answered")
        .atMost(MINUTES_MAX, TimeUnit.MINUTES)
        .until(() -> requests.get() >= until);
  }

  /** Lets every client finish, and ends; what went wrong. */
  List<String> end() {
    over.countDown();
    threads.close();
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    end();
  }

  /** One client, with a few sessions. */
  private final class Client {

    private final Random random;
    private final List<String> sessions = new ArrayList<>();

    Client(Random random) {
      this.random = random;
    }

    void talk() {
      while (over.getCount() > 0) {
        routes.readLock().lock();
        try {
          next();
        } catch (RuntimeException | AssertionError e) {
          failures.add(e.toString());
        } finally {
          routes.readLock().unlock();
        }
        requests.incrementAndGet();
      }
    }

    private void next() {
      int die = random.nextInt(10);
      if (sessions.isEmpty() || (die == 0 && sessions.size() < SESSIONS_MAX)) {
        sessions.add(node().connect().sessionId());
        return;
      }
      String session = sessions.get(random.nextInt(sessions.size()));
      Mcp client = node().in(session);
      if (die <= 1) {
        sessions.remove(session);
        expect("200", client.delete().status(), session);
      } else if (die <= 4) {
        JsonNode answer = client.request("tools/list", "{}");
        expect("true", answer.at("/result/tools").isArray(), answer);
      } else {
        int number = random.nextInt(1_000);
        JsonNode answer = client.execute("return " + number + " + 1");
        expect(
            Integer.toString(number + 1),
            answer.at("/result/structuredContent/result").asText(),
            answer);
      }
    }

    private Mcp node() {
      return Mcp.at(nodes.get(random.nextInt(nodes.size()))).as(key);
    }

    private static void expect(String expected, Object actual, Object answer) {
      if (!expected.equals(String.valueOf(actual))) {
        throw new AssertionError("Expected " + expected + ", not " + answer);
      }
    }
  }
}
