package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
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

  private final Map<String, Method> methods = new HashMap<>();
  private final ObjectNode capabilities = Json.object();

  @Inject
  Methods(
      @All List<McpTool> tools,
      PromptMethods prompts,
      ResourceMethods resources,
      CompletionMethods completions) {
    tools.stream()
        .sorted(Comparator.comparing(McpTool::name))
        .forEach(tool -> this.tools.put(tool.name(), tool));
    methods.put("ping", (params, asking) -> new Reply.Result(Json.object()));
    methods.put("logging/setLevel", (params, asking) -> logLevel(params, asking.line()));
    methods.put("tools/list", this::list);
    methods.put("tools/call", this::call);
    capabilities.putObject("tools").put("listChanged", true);
    capabilities.putObject("logging");
    if (prompts.any()) {
      methods.put("prompts/list", prompts::list);
      methods.put("prompts/get", prompts::get);
      capabilities.putObject("prompts");
    }
    if (resources.any()) {
      methods.put("resources/list", resources::list);
      methods.put("resources/templates/list", resources::templates);
      methods.put("resources/read", resources::read);
      capabilities.putObject("resources");
    }
    if (resources.watches()) {
      methods.put("resources/subscribe", resources::subscribe);
      methods.put("resources/unsubscribe", resources::unsubscribe);
      capabilities.withObject("/resources").put("subscribe", true);
    }
    if (completions.any()) {
      methods.put("completion/complete", completions::complete);
      capabilities.putObject("completions");
    }
  }

  /** What is done for a method. */
  @FunctionalInterface
  private interface Method {
    Reply answer(ObjectNode params, Asking asking) throws InterruptedException;
  }

  /** What the server says it can do: of what can be missing, what there is. */
  ObjectNode capabilities() {
    return capabilities.deepCopy();
  }

  /** The outcome of a request. Blocks; what goes wrong on our side is an answer, too. */
  Reply handle(Message.Request request, Asking asking) throws InterruptedException {
    try {
      Method method = methods.get(request.method());
      return method == null
          ? Reply.refuse(RpcError.METHOD_NOT_FOUND, "Method not found")
          : method.answer(request.params(), asking);
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
    for (String capability : tool.needs()) {
      if (!asking.line().declares(capability)) {
        return new Reply.Refusal(RpcError.missingCapability(capability));
      }
    }
    ObjectNode given = arguments instanceof ObjectNode object ? object : Json.object();
    return new Reply.Result(tool.call(given, asking));
  }
}
