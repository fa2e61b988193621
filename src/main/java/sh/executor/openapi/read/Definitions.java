package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Pointer;
import sh.executor.openapi.document.Refusal;

/**
 * The schemas that others refer to, each once, by a name that needs no escaping in a reference.
 * Only what an operation refers to, directly or through others, is ever read.
 */
final class Definitions {

  private static final int COUNT_MAX = 50_000;
  private static final String SCHEMAS = "#/components/schemas/";
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]+");

  private final Document document;
  private final SchemaNormalizer normalizer;
  private final Map<String, Optional<String>> namesByRef = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Queue<Pending> pending = new ArrayDeque<>();

  Definitions(Document document, boolean openApi30) {
    this.document = document;
    this.normalizer = new SchemaNormalizer(openApi30, this);
  }

  /** One definition that is referred to and not yet read. */
  private record Pending(String name, List<String> tokens) {}

  /** The normalizer whose references end up here. */
  SchemaNormalizer normalizer() {
    return normalizer;
  }

  /** What {@code ref} is called in a delivered schema, or empty when it leads nowhere. */
  Optional<String> reference(String ref) {
    Optional<String> known = namesByRef.get(ref);
    if (known == null) {
      Document.refuseExternal(ref, "A schema");
      known = Pointer.tokens(ref).filter(document::has).map(tokens -> define(ref, tokens));
      namesByRef.put(ref, known);
    }
    return known.map(name -> "#/$defs/" + name);
  }

  private String define(String ref, List<String> tokens) {
    if (taken.size() >= COUNT_MAX) {
      throw Refusal.extraction("The operations refer to more than " + COUNT_MAX + " schemas.");
    }
    String plain = ref.startsWith(SCHEMAS) ? tokens.get(2) : String.join("_", tokens);
    String safe = UNSAFE.matcher(plain).replaceAll("_");
    String name = ToolNames.bounded(safe);
    for (int n = 2; !taken.add(name); n++) {
      name = ToolNames.bounded(safe + '_' + n);
    }
    pending.add(new Pending(name, tokens));
    return name;
  }

  /** Reads all that has been referred to, and what that refers to, until nothing is open. */
  Map<String, String> read(TextBudget budget) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, String> aliases = new HashMap<>();
    for (Pending next = pending.poll(); next != null; next = pending.poll()) {
      ObjectNode schema = normalizer.normalize(document.at(next.tokens()));
      if (schema.size() == 1 && schema.path("$ref").isTextual()) {
        aliases.put(next.name(), schema.get("$ref").textValue().substring("#/$defs/".length()));
      }
      texts.put(next.name(), budget.text(schema, "The schema " + next.name()));
    }
    aliases.keySet().stream()
        .filter(name -> circular(name, aliases))
        .forEach(name -> texts.put(name, "{}"));
    return texts;
  }

  private static boolean circular(String name, Map<String, String> aliases) {
    Set<String> seen = new HashSet<>();
    @Nullable String current = name;
    while (current != null && seen.add(current)) {
      current = aliases.get(current);
    }
    return current != null;
  }
}
