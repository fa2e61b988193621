package sh.executor.mcp;

import static org.awaitility.Awaitility.await;

import io.quarkus.arc.Arc;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.ConfigProvider;
import sh.executor.auth.ApiKeys;
import sh.executor.kernel.Caller;
import sh.executor.testkit.Mcp;

/** The endpoint of the service under test. */
final class McpService {

  private static final Duration WITHIN = Duration.ofSeconds(30);

  private McpService() {}

  /** A client without a credential. */
  static Mcp client() {
    return Mcp.at(endpoint());
  }

  /** A key that {@code person} gave to an agent. */
  static String agentKey(Caller person) {
    ApiKeys keys = Arc.container().instance(ApiKeys.class).get();
    return keys.create(person, Caller.Credential.AGENT, "agent").value();
  }

  /** Where the endpoint is. */
  static URI endpoint() {
    String base = ConfigProvider.getConfig().getValue("test.url", String.class);
    return URI.create(base + "/mcp");
  }

  /** What {@code promise} comes to, when {@code nudge} is done again and again until it does. */
  static <T> T nudged(CompletableFuture<T> promise, Runnable nudge) {
    await()
        .atMost(WITHIN)
        .until(
            () -> {
              nudge.run();
              return promise.isDone();
            });
    return promise.join();
  }
}
