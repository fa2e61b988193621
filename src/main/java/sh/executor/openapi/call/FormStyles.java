package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sh.executor.openapi.binding.Parameter.Style;

/**
 * The styles that make pairs of a name and a value, for a query and for a urlencoded body: {@code
 * form}, {@code spaceDelimited}, {@code pipeDelimited} and {@code deepObject}. An array inside a
 * deep object is {@code name[]=…} for scalars and {@code name[0][member]=…} for objects, which
 * OpenAPI leaves open.
 */
final class FormStyles {

  private static final int PAIRS_MAX = 10_000;
  private static final int DEPTH_MAX = 20;

  private final Percent encoding;
  private final List<Pair> pairs = new ArrayList<>();

  FormStyles(Percent encoding) {
    this.encoding = encoding;
  }

  /**
   * One field.
   *
   * @param name not encoded
   * @param text name and value, encoded, with what is between them
   */
  record Pair(String name, String text) {}

  /** The pairs that {@code value} becomes. */
  List<Pair> write(String name, JsonNode value, Style style, boolean explode) {
    if (style == Style.DEEP_OBJECT && value.isContainerNode()) {
      deep(name, value, 0);
    } else if (value.isArray()) {
      array(name, value, style, explode);
    } else if (value.isObject()) {
      object(name, value, explode);
    } else {
      add(name, encoding.encode(value.asText()));
    }
    return pairs;
  }

  private void array(String name, JsonNode value, Style style, boolean explode) {
    List<String> elements = Values.elements(value).stream().map(encoding::encode).toList();
    if (explode) {
      elements.forEach(element -> add(name, element));
      return;
    }
    String delimiter =
        switch (style) {
          case SPACE_DELIMITED -> "%20";
          case PIPE_DELIMITED -> "%7C";
          default -> ",";
        };
    add(name, String.join(delimiter, elements));
  }

  private void object(String name, JsonNode value, boolean explode) {
    List<String> flat = new ArrayList<>();
    for (Map.Entry<String, String> member : Values.members(value)) {
      if (explode) {
        add(member.getKey(), encoding.encode(member.getValue()));
      } else {
        flat.add(encoding.encode(member.getKey()));
        flat.add(encoding.encode(member.getValue()));
      }
    }
    if (!explode) {
      add(name, String.join(",", flat));
    }
  }

  private void deep(String name, JsonNode value, int depth) {
    if (depth > DEPTH_MAX) {
      throw new BadArguments("`" + name + "` is nested deeper than " + DEPTH_MAX + " levels.");
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        deep(name + '[' + member.getKey() + ']', member.getValue(), depth + 1);
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        boolean plain = value.get(i).isValueNode();
        deep(name + '[' + (plain ? "" : i) + ']', value.get(i), depth + 1);
      }
    } else if (!value.isNull()) {
      add(name, encoding.encode(value.asText()));
    }
  }

  private void add(String name, String encoded) {
    if (pairs.size() == PAIRS_MAX) {
      throw new BadArguments("`" + name + "` makes more than " + PAIRS_MAX + " fields.");
    }
    pairs.add(new Pair(name, Percent.STRICT.encode(name) + '=' + encoded));
  }
}
