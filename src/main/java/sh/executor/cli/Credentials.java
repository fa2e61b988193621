package sh.executor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;

/**
 * The values of a credential: from variables of the environment if any are named, from a person at
 * a terminal, or else from standard input.
 *
 * @param named {@code VARIABLE}, or {@code VALUE=VARIABLE} where there are several values
 */
record Credentials(Invocation invocation, List<String> named) {

  /**
   * A value for each name.
   *
   * @throws CommandFailure when one is missing
   */
  Map<String, String> values(SequencedSet<String> names) {
    Map<String, String> values =
        named.isEmpty()
            ? (invocation.surroundings().terminal().asks() ? prompted(names) : piped(names))
            : fromEnvironment(names);
    for (String name : names) {
      if (values.getOrDefault(name, "").isBlank()) {
        throw new CommandFailure("There is no value for '" + name + "'.");
      }
    }
    return values;
  }

  private Map<String, String> fromEnvironment(SequencedSet<String> names) {
    Map<String, String> values = new HashMap<>();
    for (String one : named) {
      String[] words = one.split("=", 2);
      String variable = words[words.length - 1];
      String value = invocation.environment().get(variable);
      if (value == null) {
        throw new CommandFailure("The variable " + variable + " is not set.");
      }
      values.put(words.length == 2 ? words[0] : names.getFirst(), value);
    }
    return values;
  }

  // A person types, but what would be asked may go to a pipe: then there is no console.
  @SuppressWarnings("SystemConsoleNull")
  private static Map<String, String> prompted(SequencedSet<String> names) {
    Console console = System.console();
    if (console == null) {
      throw new CommandFailure(
          "There is no terminal to ask for the credential at: give it on standard input.");
    }
    Map<String, String> values = new HashMap<>();
    for (String name : names) {
      char @Nullable [] typed = console.readPassword("%s: ", name);
      values.put(name, typed == null ? "" : new String(typed).strip());
    }
    return values;
  }

  private Map<String, String> piped(SequencedSet<String> names) {
    String text = invocation.typed().strip();
    if (names.size() == 1) {
      return Map.of(names.getFirst(), text);
    }
    if (text.isEmpty()) {
      throw new CommandFailure(
          "Give the values as a JSON object with "
              + String.join(", ", names)
              + " on standard input.");
    }
    JsonNode object = Typed.secret("The credential", text);
    Map<String, String> values = new HashMap<>();
    object.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    return values;
  }

  /** Names nothing of what it holds. */
  @Override
  public String toString() {
    return "Credentials[***]";
  }
}
