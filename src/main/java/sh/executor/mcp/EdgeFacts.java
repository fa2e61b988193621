package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import sh.executor.telemetry.Traces;

/**
 * What a proxy before us knows of a client's connection, as far as it says so in headers that an
 * operator has named. Without that nothing is believed: anybody can send a header.
 */
@Singleton
final class EdgeFacts {

  private final Map<Fact, String> headers = new EnumMap<>(Fact.class);

  /** By their names in the setting; on a span {@code cf.} comes before. */
  private enum Fact {
    COUNTRY,
    CITY,
    REGION,
    TIMEZONE,
    ASN,
    AS_ORGANIZATION,
    TLS_VERSION,
    TLS_CIPHER,
    HTTP_PROTOCOL,
    COLO;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Inject
  EdgeFacts(McpConfig config) {
    config.edgeHeaders().orElse(Set.of()).forEach(this::read);
  }

  private void read(String setting) {
    String[] sides = setting.strip().split("=", 2);
    Fact fact =
        Arrays.stream(Fact.values())
            .filter(known -> known.wire().equals(sides[0]) && sides.length == 2)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "EXECUTOR_EDGE_HEADERS: '%s' is not <fact>=<header>; the facts are %s"
                            .formatted(
                                setting,
                                Arrays.stream(Fact.values())
                                    .map(Fact::wire)
                                    .collect(Collectors.joining(", ")))));
    headers.put(fact, sides[1].strip());
  }

  /** Puts what is said of the client's connection on the current span. */
  void note(Exchange exchange) {
    if (headers.isEmpty() || !Traces.isRecording()) {
      return;
    }
    headers.forEach(
        (fact, header) -> {
          String value = Objects.requireNonNullElse(exchange.header(header), "");
          if (fact == Fact.ASN) {
            Traces.noteEdge(fact.wire(), number(value));
          } else {
            Traces.noteEdge(fact.wire(), value);
          }
        });
  }

  private static long number(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
