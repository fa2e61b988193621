package sh.executor.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A collector of traces by OTLP over HTTP, on loopback, that keeps all it is sent. */
public final class OtlpCollector implements AutoCloseable {

  private static final Duration WITHIN = Duration.ofSeconds(20);

  private final Upstream server =
      Upstream.answering(call -> Upstream.Reply.of(200, "application/x-protobuf", new byte[0]));

  /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  public String url() {
    return server.url();
  }

  /** All spans so far. */
  public List<OtlpSpan> spans() {
    return server.ledger("POST", "/v1/traces").stream()
        .flatMap(export -> OtlpReader.spans(export.content()).stream())
        .toList();
  }

  /** The spans of one name. */
  public List<OtlpSpan> spans(String name) {
    return spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  /** The first span that is so, once it is there. */
  public OtlpSpan await(String name, Predicate<OtlpSpan> wanted) {
    return Awaitility.await("a span " + name)
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> spans(name).stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /** Every byte of every request, headers included, as Latin-1. */
  public String received() {
    StringBuilder all = new StringBuilder();
    for (Upstream.Call call : server.ledger()) {
      all.append(call.uri()).append(call.headers());
      all.append(new String(call.content(), StandardCharsets.ISO_8859_1));
    }
    return all.toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
