package sh.executor.catalog;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operations of one revision by name, with the words of their names and descriptions ready for
 * the search. Immutable. A word is stored once and referred to by number, so that a query compares
 * itself with each different word once, not with each operation.
 */
final class RevisionIndex {

  private static final int BYTES_PER_ENTRY = 250;

  private final List<Entry> entries;
  private final Map<String, Entry> byName;
  private final String[] words;
  private final long bytes;

  /**
   * One operation.
   *
   * @param name normalized, as {@code description} is
   * @param nameWords numbers of its words, as {@code descriptionWords} are
   */
  record Entry(
      OperationOutline outline,
      String name,
      String description,
      int[] nameWords,
      int[] descriptionWords) {}

  RevisionIndex(List<OperationOutline> outlines) {
    Map<String, Integer> numbers = new HashMap<>();
    this.entries =
        outlines.stream()
            .sorted(Comparator.comparing(OperationOutline::name))
            .map(outline -> entry(outline, numbers))
            .toList();
    this.byName = HashMap.newHashMap(entries.size());
    entries.forEach(entry -> byName.put(entry.outline().name(), entry));
    this.words = new String[numbers.size()];
    numbers.forEach((word, number) -> words[number] = word);
    this.bytes = entries.stream().mapToLong(RevisionIndex::bytes).sum() + 80L * words.length;
  }

  private static Entry entry(OperationOutline outline, Map<String, Integer> numbers) {
    String name = SearchText.normalized(outline.name());
    String description = SearchText.normalized(outline.description());
    return new Entry(
        outline, name, description, numbers(name, numbers), numbers(description, numbers));
  }

  private static int[] numbers(String normalized, Map<String, Integer> numbers) {
    List<String> words = SearchText.tokens(normalized);
    int[] field = new int[words.size()];
    for (int i = 0; i < field.length; i++) {
      int unused = numbers.size();
      Integer known = numbers.putIfAbsent(words.get(i), unused);
      field[i] = known == null ? unused : known;
    }
    return field;
  }

  private static long bytes(Entry entry) {
    return BYTES_PER_ENTRY
        + 2L * (entry.name().length() + entry.description().length())
        + 4L * (entry.nameWords().length + entry.descriptionWords().length);
  }

  /** All operations, by name. */
  List<Entry> entries() {
    return entries;
  }

  Optional<Entry> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** How well each word of the revision matches {@code token}: {@link SearchQuery#match}. */
  byte[] matches(String token) {
    byte[] matches = new byte[words.length];
    for (int i = 0; i < matches.length; i++) {
      matches[i] = SearchQuery.match(token, words[i]);
    }
    return matches;
  }

  /** About how much memory this takes. */
  long bytes() {
    return bytes;
  }
}
