package sh.executor.rest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for what an answer comes to say. */
final class Wait {

  private static final Duration WITHIN = Duration.ofSeconds(30);

  private Wait() {}

  /** The first answer that will do. */
  static JsonNode until(Callable<JsonNode> ask, Predicate<JsonNode> will) {
    return await().atMost(WITHIN).until(ask, will);
  }
}
