package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Body;
import sh.executor.openapi.binding.MediaTypes;
import sh.executor.openapi.binding.Parameter.Style;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Json;

/** Request bodies (OpenAPI 3.1 §4.8.13) with how each of their media types is written. */
final class BodyReader {

  private static final int MEDIA_MAX = 30;

  private final Document document;

  BodyReader(Document document) {
    this.document = document;
  }

  /** The body {@code requestBody} declares, or empty when it declares none. */
  Optional<DeclaredBody> read(JsonNode requestBody, String where) {
    JsonNode body = document.resolve(requestBody, "The body of " + where);
    JsonNode content = body.path("content");
    if (!content.isObject() || content.isEmpty()) {
      return Optional.empty();
    }
    List<Body.Media> media = new ArrayList<>();
    JsonNode first = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> member : content.properties()) {
      if (media.size() == MEDIA_MAX) {
        break;
      }
      if (media.isEmpty()) {
        first = member.getValue().path("schema");
      }
      media.add(media(member.getKey(), member.getValue()));
    }
    Body binding = new Body(body.path("required").asBoolean(false), media);
    return Optional.of(new DeclaredBody(binding, Json.string(body, "description", ""), first));
  }

  private Body.Media media(String type, JsonNode node) {
    JsonNode schema = document.follow(node.path("schema"));
    boolean text = schema.path("type").asText().equals("string");
    boolean form = MediaTypes.multipart(type) || MediaTypes.urlencoded(type);
    return new Body.Media(
        Json.wellFormed(type), text, form ? parts(schema, node.path("encoding")) : Map.of());
  }

  private Map<String, Body.Part> parts(JsonNode schema, JsonNode encoding) {
    Map<String, Body.Part> parts = new LinkedHashMap<>();
    if (schema.path("properties").isObject()) {
      for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
        part(member.getValue(), encoding.path(member.getKey()))
            .ifPresent(part -> parts.put(member.getKey(), part));
      }
    }
    return parts;
  }

  private Optional<Body.Part> part(JsonNode property, JsonNode encoding) {
    boolean binary = isFile(property);
    if (!binary && encoding.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode explode = encoding.path("explode");
    String contentType = Json.string(encoding, "contentType", "");
    return Optional.of(
        new Body.Part(
            contentType.isEmpty() ? null : contentType.split(",", 2)[0].strip(),
            style(Json.string(encoding, "style", "")),
            explode.isBoolean() ? explode.booleanValue() : null,
            encoding.path("allowReserved").asBoolean(false),
            binary));
  }

  private boolean isFile(JsonNode property) {
    JsonNode schema = document.follow(property);
    JsonNode item = schema.path("items");
    return isBytes(schema) || (!item.isMissingNode() && isBytes(document.follow(item)));
  }

  private static boolean isBytes(JsonNode schema) {
    boolean octets = schema.path("contentMediaType").asText().equals("application/octet-stream");
    return schema.path("format").asText().equals("binary")
        || (octets && schema.path("contentEncoding").isMissingNode());
  }

  private static @Nullable Style style(String style) {
    return switch (style) {
      case "form" -> Style.FORM;
      case "spaceDelimited" -> Style.SPACE_DELIMITED;
      case "pipeDelimited" -> Style.PIPE_DELIMITED;
      case "deepObject" -> Style.DEEP_OBJECT;
      default -> null;
    };
  }
}
