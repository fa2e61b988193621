package sh.executor.catalog.typescript;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which definitions are, at their very top, made of which others: {@code type A = B | C}. A circle
 * of these is an error in TypeScript (TS2456), while one through a property or an element is not.
 */
final class AliasCycles {

  private static final List<String> COMBINING = List.of("allOf", "anyOf", "oneOf");

  private final Map<String, JsonNode> definitions;

  AliasCycles(Map<String, JsonNode> definitions) {
    this.definitions = definitions;
  }

  /** Whether {@code target} is at the top of {@code start}, directly or not, or the same. */
  boolean isReachable(String start, String target) {
    Deque<String> open = new ArrayDeque<>(List.of(start));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.pop();
      if (name.equals(target)) {
        return true;
      }
      JsonNode schema = definitions.get(name);
      if (schema != null && seen.add(name)) {
        addTop(schema, open);
      }
    }
    return false;
  }

  private void addTop(JsonNode schema, Deque<String> open) {
    String name = References.definition(schema.path("$ref").asText(""), definitions.keySet());
    if (name != null) {
      open.push(name);
    }
    for (String combining : COMBINING) {
      schema.path(combining).forEach(member -> addTop(member, open));
    }
  }
}
