package sh.executor.openapi.read;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a tool's name is made of.
 *
 * @param method in lower case
 * @param tag the first one; null for none
 * @param toolPath the name the description itself asks for; null for none
 */
record Route(
    String method,
    String path,
    @Nullable String tag,
    @Nullable String operationId,
    @Nullable String toolPath) {

  private static final Pattern VERSION = Pattern.compile("v\\d+([._-]\\d+)?");
  private static final String ROOT = "root";

  /** The first half of the name. */
  String group() {
    String group = tag == null ? "" : Words.camel(tag);
    if (!group.isEmpty()) {
      return group;
    }
    for (String segment : segments()) {
      if (!VERSION.matcher(segment).matches() && !segment.equals("api") && !isParameter(segment)) {
        String word = Words.camel(segment);
        return word.isEmpty() ? ROOT : word;
      }
    }
    return ROOT;
  }

  /** The second half, unless it would repeat the first. */
  String leaf(String group) {
    String leaf =
        operationId == null ? Words.camel(method + "_" + path) : Words.camel(withoutGroup(group));
    if (leaf.isEmpty()) {
      leaf = Words.camel(method + "_" + path);
    }
    return leaf.equals(group) ? method + remainder(group) : leaf;
  }

  /** The version in the path, as it can stand in a name; null when there is none. */
  @Nullable String version() {
    for (String segment : segments()) {
      if (VERSION.matcher(segment).matches()) {
        return segment.replace('.', '_').replace('-', '_');
      }
    }
    return null;
  }

  private String withoutGroup(String group) {
    String id = operationId == null ? "" : operationId;
    int cut = id.indexOf('/') >= 0 ? id.indexOf('/') : id.indexOf('.');
    boolean repeats = cut > 0 && Words.camel(id.substring(0, cut)).equals(group);
    return repeats ? id.substring(cut + 1) : id;
  }

  private String remainder(String group) {
    StringBuilder rest = new StringBuilder();
    boolean groupSeen = false;
    for (String segment : segments()) {
      if (!groupSeen && Words.camel(segment).equals(group)) {
        groupSeen = true;
      } else if (!VERSION.matcher(segment).matches() && !segment.equals("api")) {
        rest.append(Words.pascal(segment));
      }
    }
    return rest.isEmpty() ? "Operation" : rest.toString();
  }

  private List<String> segments() {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    return segments;
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }
}
