package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code prompts/list} and {@code prompts/get}, where there are prompts. */
@Singleton
final class PromptMethods {

  private final Map<String, McpPrompt> prompts = new LinkedHashMap<>();

  @Inject
  PromptMethods(@All List<McpPrompt> prompts) {
    prompts.stream()
        .sorted(Comparator.comparing(McpPrompt::name))
        .forEach(prompt -> this.prompts.put(prompt.name(), prompt));
  }

  /** Whether there are any. */
  boolean any() {
    return !prompts.isEmpty();
  }

  /** The list. */
  Reply list(ObjectNode params, Asking asking) {
    List<ObjectNode> all =
        prompts.values().stream().map(prompt -> prompt.definition(asking)).toList();
    return Pages.page(params, "prompts", all);
  }

  /** One of them. */
  Reply get(ObjectNode params, Asking asking) throws InterruptedException {
    JsonNode given = params.path("arguments");
    McpPrompt prompt = prompts.get(params.path("name").asText());
    if (prompt == null) {
      return Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: there is no such prompt");
    }
    if (!given.isMissingNode() && !given.isObject()) {
      return Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: arguments must be an object");
    }
    ObjectNode arguments = given instanceof ObjectNode object ? object : Json.object();
    for (JsonNode argument : prompt.definition(asking).path("arguments")) {
      String name = argument.path("name").asText();
      if (argument.path("required").asBoolean() && !arguments.hasNonNull(name)) {
        return Reply.refuse(
            RpcError.INVALID_PARAMS, "Invalid params: the argument " + name + " is required");
      }
    }
    return new Reply.Result(prompt.get(arguments, asking));
  }
}
