package sh.executor.openapi.binding;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One server of an API.
 *
 * @param url absolute where the description or its own address says so, with {@code {variables}}
 */
public record Server(String url, Map<String, Variable> variables) {

  public Server {
    // In their order, so that what is stored of a description is the same in every process.
    variables =
        variables == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /**
   * One variable of the URL.
   *
   * @param fallback its value when the caller gives none; may be empty
   * @param allowed the only values it may have; empty for any
   */
  public record Variable(String fallback, List<String> allowed) {

    public Variable {
      fallback = fallback == null ? "" : fallback;
      allowed = allowed == null ? List.of() : List.copyOf(allowed);
    }
  }
}
