package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.executor.kernel.Caller;

/** The methods of {@code resources/}, where there are resources. */
@Singleton
final class ResourceMethods {

  private final List<McpResources> sources;

  @Inject
  ResourceMethods(@All List<McpResources> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Whether there can be any. */
  boolean any() {
    return !sources.isEmpty();
  }

  /** {@code resources/list}. */
  Reply list(ObjectNode params, Asking asking) {
    List<ObjectNode> all = new ArrayList<>();
    sources.forEach(source -> all.addAll(source.list(asking)));
    return Pages.page(params, "resources", all);
  }

  /** {@code resources/templates/list}. */
  Reply templates(ObjectNode params, Asking asking) {
    List<ObjectNode> all = new ArrayList<>();
    sources.forEach(source -> all.addAll(source.templates(asking)));
    return Pages.page(params, "resourceTemplates", all);
  }

  /** {@code resources/read}. */
  Reply read(ObjectNode params, Asking asking) throws InterruptedException {
    JsonNode uri = params.path("uri");
    if (!uri.isTextual()) {
      return Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: uri must be a string");
    }
    for (McpResources source : sources) {
      Optional<ObjectNode> read = source.read(uri.textValue(), asking);
      if (read.isPresent()) {
        return new Reply.Result(read.get());
      }
    }
    return new Reply.Refusal(
        new RpcError(
            RpcError.RESOURCE_NOT_FOUND,
            "Resource not found",
            Json.object().put("uri", uri.textValue())));
  }

  /** Whether any of them can be watched. */
  boolean watches() {
    return sources.stream().anyMatch(McpResources::watches);
  }

  /** As {@link McpResources#watch}, of whichever source knows it. */
  Optional<Runnable> watch(String uri, Caller caller, Runnable changed) {
    return sources.stream()
        .flatMap(source -> source.watch(uri, caller, changed).stream())
        .findFirst();
  }

  /** {@code resources/subscribe}. */
  Reply subscribe(ObjectNode params, Asking asking) {
    String uri = params.path("uri").asText();
    return asking.line().watch(uri, changed -> watch(uri, asking.caller(), changed))
        ? new Reply.Result(Json.object())
        : Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: that uri can not be watched");
  }

  /** {@code resources/unsubscribe}. */
  Reply unsubscribe(ObjectNode params, Asking asking) {
    asking.line().unwatch(params.path("uri").asText());
    return new Reply.Result(Json.object());
  }
}
