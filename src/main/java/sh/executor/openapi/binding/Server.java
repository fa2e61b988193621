package sh.executor.openapi.binding;

import java.util.List;
import java.util.Map;

/**
 * One server of an API.
 *
 * @param url absolute where the description or its own address says so, with {@code {variables}}
 */
public record Server(String url, Map<String, Variable> variables) {

  public Server {
    variables = variables == null ? Map.of() : Map.copyOf(variables);
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
