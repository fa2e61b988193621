package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import sh.executor.kernel.ProblemException;

/** What the server can be asked, whatever the era and the transport. */
@Singleton
final class Methods {

  private static final Logger LOG = Logger.getLogger(Methods.class);

  private final Map<String, McpTool> tools = new LinkedHashMap<>();

  @Inject
  Methods(@All List<McpTool> tools) {
    tools.stream()
        .sorted(Comparator.comparing(McpTool::name))
        .forEach(tool -> this.tools.put(tool.name(), tool));
  }

  /** What the server says it can do, in {@code initialize}. */
  ObjectNode capabilities() {
    ObjectNode capabilities = Json.object();
    capabilities.putObject("tools").put("listChanged", false);
    return capabilities;
  }

  /** The outcome of a request. Blocks; what goes wrong on our side is an answer, too. */
  Reply handle(Message.Request request, Asking asking) throws InterruptedException {
    try {
      return switch (request.method()) {
        case "ping" -> new Reply.Result(Json.object());
        case "logging/setLevel" -> logLevel(request.params(), asking.line());
        case "tools/list" -> list(request.params(), asking);
        case "tools/call" -> call(request.params(), asking);
        default -> Reply.refuse(RpcError.METHOD_NOT_FOUND, "Method not found");
      };
    } catch (ProblemException e) {
      return Reply.refuse(RpcError.INVALID_PARAMS, e.problem().detail());
    } catch (RuntimeException e) {
      String correlation = "%08x".formatted(ThreadLocalRandom.current().nextInt());
      LOG.errorf(e, "A method failed unexpectedly, correlation id %s", correlation);
      return Reply.refuse(RpcError.INTERNAL, "Internal error [" + correlation + "]");
    }
  }

  /** The schema of the tool that {@code params} call, if parts of it stand in headers, too. */
  Optional<JsonNode> mirroredSchema(ObjectNode params, Asking asking) {
    McpTool tool = tools.get(params.path("name").asText());
    return tool != null && tool.mirrorsArguments()
        ? Optional.of(tool.definition(asking).path("inputSchema"))
        : Optional.empty();
  }

  private static Reply logLevel(ObjectNode params, Line line) {
    Optional<LogLevel> level = LogLevel.parse(params.path("level").asText());
    if (level.isEmpty()) {
      return Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: level is no log level");
    }
    return line.logFrom(level.get())
        ? new Reply.Result(Json.object())
        : Reply.refuse(RpcError.METHOD_NOT_FOUND, "Method not found");
  }

  private Reply list(ObjectNode params, Asking asking) {
    if (params.hasNonNull("cursor")) {
      return Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: there is no such cursor");
    }
    ObjectNode result = Json.object();
    ArrayNode list = result.putArray("tools");
    tools.values().forEach(tool -> list.add(tool.definition(asking)));
    return new Reply.Result(result);
  }

  private Reply call(ObjectNode params, Asking asking) throws InterruptedException {
    JsonNode name = params.path("name");
    JsonNode arguments = params.path("arguments");
    if (!name.isTextual()) {
      return Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: name must be a string");
    }
    if (!arguments.isMissingNode() && !arguments.isObject()) {
      return Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: arguments must be an object");
    }
    McpTool tool = tools.get(name.textValue());
    if (tool == null) {
      return Reply.refuse(
          RpcError.INVALID_PARAMS, "Unknown tool; there are: " + String.join(", ", tools.keySet()));
    }
    ObjectNode given = arguments instanceof ObjectNode object ? object : Json.object();
    return new Reply.Result(tool.call(given, asking));
  }
}
