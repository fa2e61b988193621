package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tells one request from another, whatever the order of its members and whoever sends it. */
final class RequestDigest {

  /** What differs between the rounds of one request. */
  private static final Set<String> OF_A_ROUND = Set.of("_meta", "inputResponses", "requestState");

  private RequestDigest() {}

  /** The SHA-256 of method and parameters, in hexadecimal. */
  static String of(Message.Request request) {
    ObjectNode params = request.params().deepCopy();
    params.remove(OF_A_ROUND);
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((request.method() + '\n').getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest(Json.bytes(sorted(params))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("find SHA-256, which every JDK has", e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isArray()) {
      ArrayNode items = Json.array();
      node.forEach(item -> items.add(sorted(item)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    Map<String, JsonNode> members = new TreeMap<>();
    node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
    return Json.object().setAll(members);
  }
}
