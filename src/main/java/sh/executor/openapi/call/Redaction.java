package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import sh.executor.catalog.model.Credential;
import sh.executor.openapi.document.Json;
import sh.executor.secret.SecretValue;

/**
 * Takes the values of a credential out of what an API says about a call, in case it repeats them.
 * Errors and response headers go through it; the data of a successful call does not.
 */
final class Redaction {

  private static final String MARK = "***";
  private static final int LENGTH_MIN = 6;

  private final List<String> secrets;

  Redaction(Credential credential) {
    secrets =
        credential.values().values().stream()
            .map(SecretValue::reveal)
            .map(String::strip)
            .filter(secret -> secret.length() >= LENGTH_MIN)
            .toList();
  }

  boolean touches(String text) {
    return secrets.stream().anyMatch(text::contains);
  }

  String of(String text) {
    String redacted = text;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, MARK);
    }
    return redacted;
  }

  JsonNode of(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(of(node.textValue()));
    }
    if (node.isArray()) {
      ArrayNode redacted = Json.mapper().createArrayNode();
      node.forEach(element -> redacted.add(of(element)));
      return redacted;
    }
    if (node.isObject()) {
      ObjectNode redacted = Json.object();
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        redacted.set(of(member.getKey()), of(member.getValue()));
      }
      return redacted;
    }
    return node;
  }
}
