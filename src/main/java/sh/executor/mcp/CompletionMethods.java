package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** {@code completion/complete}, where somebody can. */
@Singleton
final class CompletionMethods {

  /** As many as the protocol allows. */
  private static final int VALUES_MAX = 100;

  private final List<McpCompletion> completions;

  @Inject
  CompletionMethods(@All List<McpCompletion> completions) {
    this.completions = List.copyOf(completions);
  }

  /** Whether anybody can. */
  boolean any() {
    return !completions.isEmpty();
  }

  /** The values that may be meant. */
  Reply complete(ObjectNode params, Asking asking) {
    JsonNode name = params.at("/argument/name");
    JsonNode typed = params.at("/argument/value");
    if (!(params.path("ref") instanceof ObjectNode reference)
        || !name.isTextual()
        || !typed.isTextual()) {
      return Reply.refuse(
          RpcError.INVALID_PARAMS,
          "Invalid params: ref and argument with name and value are needed");
    }
    for (McpCompletion completion : completions) {
      Optional<List<String>> values =
          completion.complete(reference, name.textValue(), typed.textValue(), asking);
      if (values.isPresent()) {
        return new Reply.Result(result(values.get()));
      }
    }
    return Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: there is nothing of that ref");
  }

  private static ObjectNode result(List<String> values) {
    ObjectNode result = Json.object();
    ObjectNode completion = result.putObject("completion");
    ArrayNode first = completion.putArray("values");
    values.stream().limit(VALUES_MAX).forEach(first::add);
    completion.put("total", values.size()).put("hasMore", values.size() > VALUES_MAX);
    return result;
  }
}
