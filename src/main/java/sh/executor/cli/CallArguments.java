package sh.executor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;

/**
 * What was typed after {@code executor call}.
 *
 * @param path the words that name the tool
 * @param given its arguments as JSON, as {@code @FILE} or as {@code -}; null for none
 * @param named its arguments one by one; a name that ends in a colon has JSON for a value
 */
record CallArguments(List<String> path, @Nullable String given, Map<String, String> named) {

  private static final String WHAT = "The arguments of a tool";

  static CallArguments of(List<String> words, Map<String, String> named) {
    if (!words.isEmpty()) {
      String last = words.getLast();
      if (last.startsWith("{") || last.startsWith("@") || last.equals("-")) {
        return new CallArguments(words.subList(0, words.size() - 1), last, named);
      }
    }
    return new CallArguments(words, null, named);
  }

  /**
   * The arguments as one object; those that are named win over those that are given.
   *
   * @throws CommandFailure when they are none
   */
  JsonNode object(Invocation invocation) {
    if (!(whole(invocation) instanceof ObjectNode object)) {
      throw new CommandFailure(WHAT + " must be a JSON object, such as '{\"limit\": 5}'.");
    }
    named.forEach(
        (name, value) -> {
          if (name.endsWith(":")) {
            object.set(name.substring(0, name.length() - 1), Typed.json("--arg " + name, value));
          } else {
            object.put(name, value);
          }
        });
    return object;
  }

  private JsonNode whole(Invocation invocation) {
    if (given == null) {
      return Json.object();
    }
    return Typed.json(
        WHAT,
        switch (given.charAt(0)) {
          case '@' -> Typed.file(given.substring(1));
          case '-' -> invocation.typed();
          default -> given;
        });
  }
}
