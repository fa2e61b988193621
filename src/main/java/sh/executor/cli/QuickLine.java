package sh.executor.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A usual command line, {@code words --name value --name=value}, read without the parser of all
 * commands: to load that alone takes longer than most of what is started that way. What is unusual,
 * or wrong, is left to that parser, which says what is wrong with it.
 */
final class QuickLine {

  private final Map<String, String> given;

  private QuickLine(Map<String, String> given) {
    this.given = given;
  }

  /**
   * Reads a line.
   *
   * @param words it has to begin with
   * @param names of the options it may have after them, once each
   * @param reading may throw {@link IllegalArgumentException} for a value that is none
   * @return empty when the line is not of that kind
   */
  static <T> Optional<T> read(
      List<String> words, Set<String> names, String[] arguments, Function<QuickLine, T> reading) {
    if (!begins(arguments, words)) {
      return Optional.empty();
    }
    Map<String, String> given = new HashMap<>();
    for (int i = words.size(); i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      String name = equals < 0 ? arguments[i] : arguments[i].substring(0, equals);
      if (!names.contains(name) || (equals < 0 && i + 1 == arguments.length)) {
        return Optional.empty();
      }
      String value = equals < 0 ? arguments[++i] : arguments[i].substring(equals + 1);
      if (value.startsWith("-") || given.put(name, value) != null) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(reading.apply(new QuickLine(given)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean begins(String[] arguments, List<String> words) {
    return arguments.length >= words.size()
        && Arrays.asList(arguments).subList(0, words.size()).equals(words);
  }

  /** The value of an option; null when it is not there. */
  @Nullable String text(String name) {
    return given.get(name);
  }

  /** Likewise, or what is usual. */
  String text(String name, String usual) {
    return given.getOrDefault(name, usual);
  }

  /**
   * A file or folder.
   *
   * @throws InvalidPathException when it is none
   */
  @Nullable Path path(String name) {
    String value = given.get(name);
    return value == null ? null : Path.of(value);
  }

  /**
   * A number.
   *
   * @throws NumberFormatException when it is none
   */
  int number(String name, int usual) {
    String value = given.get(name);
    return value == null ? usual : Integer.parseInt(value);
  }
}
