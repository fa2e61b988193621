package sh.executor.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * Where Sentry's clients send their envelopes, on loopback; keeps all it is sent.
 *
 * @see <a href="https://develop.sentry.dev/sdk/data-model/envelopes/">Envelopes</a>
 */
public final class SentryIngest implements AutoCloseable {

  private static final Duration WITHIN = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Upstream server = Upstream.answering(call -> Upstream.Reply.json(200, "{}"));

  /** For {@code SENTRY_DSN}. */
  public String dsn() {
    return "http://public@" + URI.create(server.url()).getAuthority() + "/1";
  }

  /** The first event that is so, once it is there. */
  public JsonNode await(Predicate<JsonNode> wanted) {
    return Awaitility.await("an event")
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> events().stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /** The events of all envelopes so far. */
  public List<JsonNode> events() {
    List<JsonNode> events = new ArrayList<>();
    for (Upstream.Call envelope : server.ledger("POST", "/api/1/envelope/")) {
      // A header; then of each item a header and a payload. Ours hold no line breaks.
      Iterator<String> lines = text(envelope).lines().skip(1).iterator();
      while (lines.hasNext()) {
        JsonNode header = tree(lines.next());
        JsonNode payload = tree(lines.hasNext() ? lines.next() : "{}");
        if (header.path("type").asText().equals("event")) {
          events.add(payload);
        }
      }
    }
    return events;
  }

  /** Every byte of every request, headers included. */
  public String received() {
    StringBuilder all = new StringBuilder();
    server.ledger().forEach(call -> all.append(call.headers()).append(text(call)));
    return all.toString();
  }

  private static String text(Upstream.Call call) {
    return new String(call.content(), StandardCharsets.UTF_8);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
