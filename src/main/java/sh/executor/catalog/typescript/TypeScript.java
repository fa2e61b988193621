package sh.executor.catalog.typescript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Turns schemas that share definitions into type expressions and the declarations these need. One
 * instance for one tool, used by one thread.
 *
 * <p>References are {@code #/$defs/<name>}; any other, and one to a definition that is not there,
 * is {@code unknown}. Definitions may refer to themselves; where TypeScript can not follow, because
 * an alias would be nothing but itself, the reference is {@code unknown}.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema 2020-12</a>
 */
public final class TypeScript {

  /** How many characters all declarations together may have; those beyond are {@code unknown}. */
  public static final int CHARS_MAX = 400_000;

  private final Map<String, JsonNode> definitions;
  private final TypeNames names;
  private final AliasCycles cycles;
  private final SequencedMap<String, String> declarations = new LinkedHashMap<>();
  private final Set<String> mentioned = new HashSet<>();
  private final Queue<String> waiting = new ArrayDeque<>();
  private int chars;

  /**
   * @param definitions by the name used in {@code #/$defs/<name>}
   * @param reserved names that no declaration may take
   */
  public TypeScript(Map<String, JsonNode> definitions, Set<String> reserved) {
    this.definitions = definitions;
    this.names = new TypeNames(reserved);
    this.cycles = new AliasCycles(definitions);
  }

  /** The type of what fits {@code schema}. */
  public String type(JsonNode schema) {
    String text = new SchemaType(this, "").of(schema).text();
    declareWhatIsMentioned();
    return text;
  }

  /** Every type the expressions so far refer to, directly or not, by name, first mention first. */
  public SequencedMap<String, String> declarations() {
    return declarations;
  }

  private void declareWhatIsMentioned() {
    for (String name = waiting.poll(); name != null; name = waiting.poll()) {
      String text = Expression.UNKNOWN.text();
      if (chars < CHARS_MAX) {
        text =
            new SchemaType(this, name).of(definitions.getOrDefault(name, BooleanNode.TRUE)).text();
        chars += text.length();
      }
      declarations.put(names.of(name), text);
    }
  }

  /**
   * A reference.
   *
   * @param from the definition being declared, when the reference stands at its very top; else
   *     empty
   */
  Expression reference(String reference, String from) {
    String name = References.definition(reference, definitions.keySet());
    if (name == null || (!from.isEmpty() && cycles.isReachable(name, from))) {
      return Expression.UNKNOWN;
    }
    if (mentioned.add(name)) {
      waiting.add(name);
    }
    return Expression.of(names.of(name));
  }
}
