package sh.executor.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import sh.executor.kernel.TenantId;

/**
 * Runs a few scripts like those agents write, again and again for a bounded time, so that the JIT
 * compiler has seen the engine before the first of them comes. Takes turns like any tenant.
 */
final class WarmUp implements Runnable {

  private static final Logger LOG = Logger.getLogger(WarmUp.class);
  private static final Duration CPU_MAX = Duration.ofSeconds(2);
  private static final int ROUNDS_MAX = 400;
  private static final TenantId NOBODY = new TenantId(new UUID(0, 0));

  private static final List<String> SCRIPTS =
      List.of(
          "return 1 + 1",
          """
          const found = await tools.search({ query: 'issues', limit: 5 });
          console.log('found', found.items.length);
          return found.items.map(({ path, name }) => ({ path, name }));
          """,
          """
          const pages = await Promise.all([1, 2, 3, 4].map((page) => tools.a.b.c.list({ page })));
          const all = pages.flatMap((page) => page.items).filter((item) => item.n % 2 === 0);
          return all.slice(0, 10).map((item) => `${item.name}: ${item.text.toUpperCase()}`);
          """,
          """
          const one: { items: unknown[] } = await tools.a.b.c.get({ id: 7 });
          return one.items.length as number;
          """);

  private static final byte[] ANSWER =
      ("{\"items\":["
              + "{\"path\":\"a.b.c\",\"name\":\"issues\",\"n\":2,\"text\":\"\u00e4 b\\n\"},"
                  .repeat(20)
              + "{\"n\":1}]}")
          .getBytes(StandardCharsets.UTF_8);

  private final Sandboxes sandboxes;

  WarmUp(Sandboxes sandboxes) {
    this.sandboxes = sandboxes;
  }

  @Override
  public void run() {
    try {
      Duration used = Duration.ZERO;
      for (int round = 0; round < ROUNDS_MAX && used.compareTo(CPU_MAX) < 0; round++) {
        used = used.plus(once(SCRIPTS.get(round % SCRIPTS.size())));
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("sandbox warm-up ended with the service", e);
    } catch (RuntimeException e) {
      LOG.warn("sandbox warm-up ended early", e);
    }
  }

  private Duration once(String source) {
    try (Sandbox sandbox = sandboxes.open(NOBODY, SandboxLimits.DEFAULTS)) {
      Step step = sandbox.start(source);
      while (step instanceof Step.Waiting waiting) {
        step = sandbox.resume(waiting.calls().stream().map(WarmUp::answer).toList());
      }
      return sandbox.cpu();
    }
  }

  private static Delivery answer(ToolCall call) {
    return new Delivery.Returned(call.id(), ANSWER);
  }
}
