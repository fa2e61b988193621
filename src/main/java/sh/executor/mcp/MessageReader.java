package sh.executor.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the body of a POST, bounded in depth and in the number of messages. Thread-safe. */
final class MessageReader {

  private static final int ID_CHARS_MAX = 1024;
  private static final Inbound NOT_JSON =
      new Inbound.Unreadable(new RpcError(RpcError.PARSE_ERROR, "Parse error: Invalid JSON"));
  private static final RpcError NOT_A_MESSAGE =
      new RpcError(RpcError.PARSE_ERROR, "Parse error: Invalid JSON-RPC message");

  private final ObjectMapper mapper;
  private final int batchMax;

  MessageReader(int depthMax, int batchMax, int bodyBytesMax) {
    this.batchMax = batchMax;
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(depthMax)
            .maxStringLength(bodyBytesMax)
            .maxDocumentLength(bodyBytesMax)
            .build();
    this.mapper =
        new ObjectMapper(
                JsonFactory.builder()
                    .recyclerPool(Json.BUFFERS)
                    .streamReadConstraints(constraints)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** What {@code body} says. */
  Inbound read(byte[] body) {
    JsonNode tree;
    try {
      tree = mapper.readTree(body);
    } catch (IOException e) {
      return NOT_JSON;
    }
    if (tree.isMissingNode()) {
      return NOT_JSON;
    }
    if (tree.isArray()) {
      return batch(tree);
    }
    return message(tree).<Inbound>map(Inbound.Single::new).orElseGet(() -> unreadable(tree));
  }

  private static Inbound unreadable(JsonNode tree) {
    JsonNode id = tree.path("id");
    boolean asks = isId(id) && !tree.has("result") && !tree.has("error");
    return new Inbound.Unreadable(NOT_A_MESSAGE, asks ? id : null);
  }

  private Inbound batch(JsonNode array) {
    if (array.isEmpty()) {
      return new Inbound.Unreadable(NOT_A_MESSAGE);
    }
    if (array.size() > batchMax) {
      return new Inbound.Unreadable(
          new RpcError(
              RpcError.INVALID_REQUEST,
              "Invalid Request: A batch may hold at most " + batchMax + " messages"));
    }
    List<Message> messages = new ArrayList<>(array.size());
    for (JsonNode item : array) {
      Optional<Message> message = message(item);
      if (message.isEmpty()) {
        return new Inbound.Unreadable(NOT_A_MESSAGE);
      }
      messages.add(message.get());
    }
    return new Inbound.Batch(messages);
  }

  private static Optional<Message> message(JsonNode tree) {
    if (!(tree instanceof ObjectNode object) || !"2.0".equals(object.path("jsonrpc").asText())) {
      return Optional.empty();
    }
    JsonNode id = object.path("id");
    JsonNode method = object.path("method");
    if (method.isMissingNode()) {
      boolean answers = object.has("result") != object.has("error");
      return answers && isId(id) ? Optional.of(new Message.Response(id, object)) : Optional.empty();
    }
    JsonNode params = object.path("params");
    if (!method.isTextual() || !(params.isMissingNode() || params.isObject())) {
      return Optional.empty();
    }
    ObjectNode given = params instanceof ObjectNode node ? node : Json.object();
    if (id.isMissingNode()) {
      return Optional.of(new Message.Notification(method.textValue(), given));
    }
    return isId(id)
        ? Optional.of(new Message.Request(id, method.textValue(), given))
        : Optional.empty();
  }

  /** MCP narrows JSON-RPC here: never null, never a fraction. */
  private static boolean isId(JsonNode id) {
    return id.isIntegralNumber() || (id.isTextual() && id.textValue().length() <= ID_CHARS_MAX);
  }
}
