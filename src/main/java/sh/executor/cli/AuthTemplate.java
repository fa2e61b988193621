package sh.executor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;

/** Ways to authenticate, from the few words that the usual ones need. */
final class AuthTemplate {

  private static final String VARIABLE = "token";

  private AuthTemplate() {}

  /**
   * An array as the API takes it: of {@code bearer}, {@code none}, {@code header:NAME} or {@code
   * query:NAME}, or the array itself.
   */
  static JsonNode of(String how) {
    if (how.startsWith("[")) {
      return Typed.json("--auth", how);
    }
    String[] words = how.split(":", 2);
    boolean named = words.length == 2 && !words[1].isBlank();
    if (named && words[0].equals("header")) {
      return one("headers", words[1], "");
    }
    if (named && words[0].equals("query")) {
      return one("queryParams", words[1], "");
    }
    return switch (how) {
      case "bearer" -> one("headers", "Authorization", "Bearer ");
      case "none" -> Json.MAPPER.createArrayNode();
      default ->
          throw new CommandFailure(
              "--auth '" + how + "' is none of bearer, none, header:NAME, query:NAME, [...].");
    };
  }

  private static ArrayNode one(String carrier, String name, String prefix) {
    ArrayNode templates = Json.MAPPER.createArrayNode();
    ObjectNode template = templates.addObject().put("slug", VARIABLE);
    ArrayNode parts = template.putObject(carrier).putArray(name);
    if (!prefix.isEmpty()) {
      parts.add(prefix);
    }
    parts.addObject().put("variable", VARIABLE);
    return templates;
  }
}
