package sh.executor.catalog.typescript;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Identifiers for definitions: their words with a capital each, made different by a number. */
final class TypeNames {

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");
  private static final int LENGTH_MAX = 100;
  private static final String FALLBACK = "Type";

  private final Map<String, String> names = new HashMap<>();
  private final Set<String> taken;

  TypeNames(Set<String> reserved) {
    this.taken = new HashSet<>(reserved);
    // What the expressions themselves use of the standard library.
    taken.add("Record");
  }

  /** Always the same for one definition, and for no other. */
  String of(String definition) {
    return names.computeIfAbsent(definition, this::unused);
  }

  private String unused(String definition) {
    String name = identifier(definition);
    String candidate = name;
    for (int n = 2; !taken.add(candidate); n++) {
      candidate = name + '_' + n;
    }
    return candidate;
  }

  private static String identifier(String definition) {
    StringBuilder name = new StringBuilder();
    Matcher words = WORD.matcher(definition);
    while (words.find() && name.length() < LENGTH_MAX) {
      String word = words.group();
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word, 1, word.length());
    }
    if (name.isEmpty()) {
      return FALLBACK;
    }
    if (Character.isDigit(name.charAt(0))) {
      name.insert(0, FALLBACK);
    }
    return name.substring(0, Math.min(name.length(), LENGTH_MAX));
  }
}
