package sh.executor.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import sh.executor.catalog.model.Credential;
import sh.executor.catalog.model.Invocation;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.Preparation;
import sh.executor.catalog.model.PreparedCall;
import sh.executor.catalog.model.Reading;
import sh.executor.catalog.model.Source;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.kernel.TenantId;
import sh.executor.openapi.document.Json;
import sh.executor.secret.SecretValue;

/** A described API at an upstream, whose operations tests call by name. */
final class Api {

  static final TenantId TENANT = new TenantId(new UUID(1, 2));

  private final OpenApiKind kind;
  private final Reading reading;

  private Api(OpenApiKind kind, Reading reading) {
    this.kind = kind;
    this.reading = reading;
  }

  /** What reads and calls it: without the guard, within the limits of a service. */
  static OpenApiKind kind() {
    return new OpenApiKind(new HttpDoor(), OpenApiConfigTest.config(Map.of()), System::nanoTime);
  }

  /** The API that {@code description} describes, with {@code ${url}} for where it is. */
  static Api of(String description, String url) {
    return of(description, url, Json.object());
  }

  static Api of(String description, String url, ObjectNode options) {
    return of(kind(), description, url, options);
  }

  static Api of(OpenApiKind kind, String description, String url, ObjectNode options) {
    String text = description.replace("${url}", url);
    return new Api(kind, kind.read(TENANT, new Source.Text(text), options));
  }

  /**
   * One operation without a body, {@code GET /x}, with these parameters; its name is {@code x.it}.
   */
  static Api withParameters(String url, String path, String parameters) {
    return of(
        """
        {"openapi":"3.0.3","servers":[{"url":"${url}"}],"paths":{"%s":{"get":{"tags":["x"],
        "operationId":"it","parameters":[%s]}}}}
        """
            .formatted(path, parameters),
        url);
  }

  /** One operation, {@code POST /x}, with this {@code requestBody}; its name is {@code x.it}. */
  static Api withBody(String url, String requestBody) {
    return of(
        """
        {"openapi":"3.0.3","servers":[{"url":"${url}"}],"paths":{"/x":{"post":{"tags":["x"],
        "operationId":"it","requestBody":%s}}}}
        """
            .formatted(requestBody),
        url);
  }

  Reading reading() {
    return reading;
  }

  Operation operation(String name) {
    return reading.operations().stream()
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No operation " + name + " in " + names()));
  }

  private String names() {
    return reading.operations().stream().map(Operation::name).collect(Collectors.joining(", "));
  }

  ToolResult call(String name, String arguments) {
    return call(name, arguments, "none", Map.of());
  }

  ToolResult call(String name, String arguments, String template, Map<String, String> values) {
    return call(reading.config(), name, arguments, template, values);
  }

  ToolResult call(
      ObjectNode config,
      String name,
      String arguments,
      String template,
      Map<String, String> values) {
    Map<String, SecretValue> secrets =
        values.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, value -> SecretValue.of(value.getValue())));
    return switch (kind.callable(operation(name), config).prepare(json(arguments))) {
      case Preparation.Misfit(ToolError error) -> new ToolResult.Failed(error);
      case Preparation.Ready(PreparedCall call) ->
          call.send(new Invocation(TENANT, "thing", new Credential(template, secrets), null));
    };
  }

  /** The error of a call that must not work. */
  ToolError refused(String name, String arguments) {
    return error(call(name, arguments));
  }

  static ToolError error(ToolResult result) {
    if (result instanceof ToolResult.Failed(ToolError error)) {
      return error;
    }
    throw new AssertionError("The call worked: " + result);
  }

  static ToolResult.Ok ok(ToolResult result) {
    if (result instanceof ToolResult.Ok ok) {
      return ok;
    }
    throw new AssertionError("The call failed: " + result);
  }

  /** The data of a call that must have worked, as JSON text or as the text it is. */
  static String data(ToolResult result) {
    return switch (ok(result).data()) {
      case ToolResult.Data.Json(JsonNode value) -> Json.text(value);
      case ToolResult.Data.Unparsed(byte[] utf8) -> new String(utf8, StandardCharsets.UTF_8);
      case ToolResult.Data.Text(String value) -> value;
    };
  }

  static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Not JSON: " + text, e);
    }
  }
}
