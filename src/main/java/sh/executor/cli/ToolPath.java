package sh.executor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tool or a group of tools, as people name it: the parts of a path below {@code tools}, divided
 * by dots or blanks.
 *
 * @param segments the parts, none of them empty
 */
record ToolPath(List<String> segments) {

  private static final String ROOT = "tools";

  /** The path of what was typed; a leading {@code tools} may be left out. */
  static ToolPath of(List<String> typed) {
    List<String> parts =
        typed.stream()
            .flatMap(word -> Arrays.stream(word.split("\\.", -1)))
            .filter(part -> !part.isEmpty())
            .toList();
    return new ToolPath(
        !parts.isEmpty() && parts.getFirst().equals(ROOT) ? parts.subList(1, parts.size()) : parts);
  }

  /** As the API has it, {@code tools.<integration>.<owner>.<connection>.<name>}. */
  String address() {
    return ROOT + '.' + dotted();
  }

  /** With dots between. */
  String dotted() {
    return String.join(".", segments);
  }

  /** As it is typed in a command line. */
  String spoken() {
    return String.join(" ", segments);
  }

  /** A script that calls it; each part is a string of the script and can not be code. */
  String script(JsonNode arguments) {
    return "return await "
        + ROOT
        + segments.stream()
            .map(segment -> "[" + TextNode.valueOf(segment) + "]")
            .collect(Collectors.joining())
        + "("
        + arguments
        + ");";
  }
}
