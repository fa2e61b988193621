package sh.executor.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a session in memory needs to know of its client's {@code initialize}, of whatever size that
 * was: which capabilities it declares, and which parts of them. Of those, the first 32 with names
 * of up to 64 characters; no revision of the protocol has half as many.
 */
final class Outline {

  private static final int NAMES_MAX = 32;
  private static final int NAME_CHARS_MAX = 64;

  private final ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
  private int names;

  private Outline() {}

  /** The capabilities in a request, with parts that are objects, empty ones, or else false. */
  static ObjectNode ofCapabilities(ObjectNode initialize) {
    Outline outline = new Outline();
    for (Map.Entry<String, JsonNode> each : initialize.at("/params/capabilities").properties()) {
      if (each.getValue().isObject() && outline.takes(each.getKey())) {
        outline.draw(each.getValue(), outline.capabilities.putObject(each.getKey()));
      }
    }
    return outline.capabilities;
  }

  private void draw(JsonNode capability, ObjectNode parts) {
    for (Map.Entry<String, JsonNode> each : capability.properties()) {
      if (takes(each.getKey())) {
        if (each.getValue().isObject()) {
          parts.putObject(each.getKey());
        } else {
          parts.put(each.getKey(), false);
        }
      }
    }
  }

  private boolean takes(String name) {
    return name.length() <= NAME_CHARS_MAX && names++ < NAMES_MAX;
  }
}
