package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;

/** Cuts to a bound what is shown of one run, and remembers whether it had to. For one thread. */
final class Cuts {

  private final String whole;
  private boolean any;

  /**
   * @param whole says where all of it is found
   */
  Cuts(String whole) {
    this.whole = whole;
  }

  /** At most {@code charsMax} characters of a text, and a mark if there were more. */
  String text(String text, int charsMax) {
    any |= text.length() > charsMax;
    return cut(text, charsMax);
  }

  /** A tree, or null when it is larger: part of a structure would be another structure. */
  JsonNode tree(JsonNode tree, int bytesMax) {
    if (tree.isMissingNode() || Trees.bytes(tree).length <= bytesMax) {
      return tree;
    }
    any = true;
    return NullNode.getInstance();
  }

  /** As many lines as fit, and a mark for the others. */
  List<String> lines(List<String> lines, int charsMax) {
    List<String> shown = new ArrayList<>();
    int left = charsMax;
    for (String line : lines) {
      if (line.length() > left) {
        any = true;
        shown.add(cut(line, left));
        int more = lines.size() - shown.size();
        if (more > 0) {
          shown.add("[" + more + " more lines are not shown]");
        }
        return shown;
      }
      left -= line.length();
      shown.add(line);
    }
    return shown;
  }

  /** Notes that something was left out. */
  void note() {
    any = true;
  }

  /** Whether there is more than is shown. */
  boolean any() {
    return any;
  }

  /** Where all of it is found. */
  String whole() {
    return whole;
  }

  /** That, for a reader. */
  String sentence() {
    return "[Not all is shown here. The whole is kept for a person to fetch: " + whole + "]";
  }

  /** A text with that at its end, if it is needed. */
  String finish(String text) {
    return any ? text + "\n\n" + sentence() : text;
  }

  /** At most {@code charsMax} characters of {@code text}, and a mark if there were more. */
  static String cut(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    boolean half = charsMax > 0 && Character.isHighSurrogate(text.charAt(charsMax - 1));
    int end = half ? charsMax - 1 : charsMax;
    return text.substring(0, end) + "\n... [truncated " + (text.length() - end) + " chars]";
  }
}
