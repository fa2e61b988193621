package sh.executor.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.AuthTemplates;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.Reading;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.binding.Parameter;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Json;
import sh.executor.openapi.read.Omissions;
import sh.executor.openapi.settings.Settings;

/** What adding a description would bring, in bounds, for a person to look at. */
final class Preview {

  private static final int TAGS_MAX = 500;
  private static final int CANDIDATES_MAX = 50;
  private static final int CANDIDATES_SEEN_MAX = 1_000;

  private final Document document;
  private final Reading reading;

  Preview(Document document, Reading reading) {
    this.document = document;
    this.reading = reading;
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("title", reading.title());
    json.put("description", reading.description());
    json.put("version", Json.string(DescriptionReader.info(document), "version", ""));
    json.put("slug", reading.slug());
    json.set("servers", reading.config().path("servers"));
    json.put("operationCount", reading.operations().size());
    tags().forEach(json.putArray("tags")::add);
    json.set("securitySchemes", securitySchemes());
    List<AuthMethod> methods = Settings.of(reading.config()).methods();
    json.set("authStrategies", AuthTemplates.write(methods));
    json.set(
        "headerPresets",
        AuthTemplates.write(
            methods.stream().filter(method -> method.kind() == AuthMethod.Kind.APIKEY).toList()));
    json.set(
        "oauth2Presets",
        AuthTemplates.write(
            methods.stream().filter(method -> method.kind() == AuthMethod.Kind.OAUTH).toList()));
    json.set("healthCheckCandidates", candidates());
    Omissions.of(document).forEach(json.putArray("warnings")::add);
    return json;
  }

  private Set<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    for (JsonNode tag : document.at("tags")) {
      if (tags.size() < TAGS_MAX && tag.path("name").isTextual()) {
        tags.add(Json.string(tag, "name", ""));
      }
    }
    return tags;
  }

  private ArrayNode securitySchemes() {
    ArrayNode schemes = Json.mapper().createArrayNode();
    for (String key : document.names("components", "securitySchemes")) {
      JsonNode node = document.follow(document.at("components", "securitySchemes", key));
      ObjectNode scheme = schemes.addObject().put("name", key);
      for (String member : List.of("type", "scheme", "in", "description")) {
        if (node.path(member).isTextual()) {
          scheme.set(member, node.get(member));
        }
      }
      if (node.path("name").isTextual()) {
        scheme.set("parameterName", node.get("name"));
      }
    }
    return schemes;
  }

  /** Reads that need the least to be called, which a connection could be tried by. */
  private ArrayNode candidates() {
    ArrayNode candidates = Json.mapper().createArrayNode();
    reading.operations().stream()
        .limit(CANDIDATES_SEEN_MAX)
        .filter(operation -> operation.effect() == Effect.READ)
        .filter(operation -> requiredCount(operation) == 0)
        .limit(CANDIDATES_MAX)
        .forEach(operation -> candidates.add(candidate(operation)));
    return candidates;
  }

  private static ObjectNode candidate(Operation operation) {
    String method = Json.read(operation.binding(), Binding.class).method();
    return Json.object()
        .put("operation", operation.name())
        .put("method", method)
        .put("requiredArgCount", 0)
        .put("destructive", false)
        .put("summary", operation.description().lines().findFirst().orElse(""));
  }

  private static long requiredCount(Operation operation) {
    return Json.read(operation.binding(), Binding.class).parameters().stream()
        .filter(Parameter::required)
        .count();
  }
}
