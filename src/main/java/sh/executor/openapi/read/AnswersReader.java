package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sh.executor.openapi.binding.Binding.Answer;
import sh.executor.openapi.binding.MediaTypes;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Json;

/**
 * What a successful call answers: the first of the exact 2xx responses, {@code 2XX} and {@code
 * default} that says something about its content, JSON before anything else.
 */
final class AnswersReader {

  private static final Set<String> BESIDE_DATA =
      Set.of("data", "size", "attachmentId", "mimeType", "contentType", "name", "filename");

  private final Document document;
  private final SchemaNormalizer normalizer;

  AnswersReader(Document document, SchemaNormalizer normalizer) {
    this.document = document;
    this.normalizer = normalizer;
  }

  /** What {@code responses} promises of success. */
  Answers read(JsonNode responses, String where) {
    for (String status : successes(responses)) {
      JsonNode response = document.resolve(responses.get(status), "A response of " + where);
      Answers answers = ofContent(response.path("content"));
      if (answers.known()) {
        return answers;
      }
    }
    return Answers.UNKNOWN;
  }

  private static List<String> successes(JsonNode responses) {
    List<String> statuses = new ArrayList<>();
    if (responses.isObject()) {
      responses
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (name.matches("2\\d\\d")) {
                  statuses.add(name);
                }
              });
      statuses.sort(null);
      for (String last : List.of("2XX", "2xx", "default")) {
        if (responses.has(last)) {
          statuses.add(last);
        }
      }
    }
    return statuses;
  }

  private Answers ofContent(JsonNode content) {
    if (!content.isObject() || content.isEmpty()) {
      return Answers.UNKNOWN;
    }
    for (Map.Entry<String, JsonNode> member : content.properties()) {
      if (MediaTypes.json(member.getKey()) && member.getValue().has("schema")) {
        return json(member.getValue().get("schema"));
      }
    }
    for (Map.Entry<String, JsonNode> member : content.properties()) {
      Answers answers = other(member.getKey(), member.getValue().path("schema"));
      if (answers.known()) {
        return answers;
      }
    }
    return Answers.UNKNOWN;
  }

  private Answers json(JsonNode schema) {
    JsonNode followed = document.follow(schema);
    JsonNode data = document.follow(followed.path("properties").path("data"));
    if (isBytes(data) && onlyFile(followed.path("properties"))) {
      String said = Json.string(data, "description", "").toLowerCase(Locale.ROOT);
      boolean urlSafe = said.contains("base64url") || said.matches("(?s).*(url|web)[- ]safe.*");
      return new Answers(Answers.fileSchema(), urlSafe ? Answer.BASE64URL : Answer.BASE64);
    }
    return new Answers(normalizer.normalize(schema), null);
  }

  private static boolean onlyFile(JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return BESIDE_DATA.containsAll(names);
  }

  private Answers other(String type, JsonNode schema) {
    if (MediaTypes.json(type)) {
      return Answers.UNKNOWN;
    }
    JsonNode followed = document.follow(schema);
    if (MediaTypes.binary(type) || (!MediaTypes.stream(type) && isBytes(followed))) {
      return new Answers(Answers.fileSchema(), Answer.BINARY);
    }
    if (MediaTypes.lines(type)) {
      ObjectNode lines = Json.object().put("type", "array");
      lines.set("items", normalizer.normalize(schema));
      return new Answers(lines, Answer.STREAM);
    }
    if (MediaTypes.stream(type)) {
      return new Answers(Json.object().put("type", "string"), Answer.STREAM);
    }
    if (MediaTypes.any(type)) {
      return schema.isMissingNode()
          ? Answers.UNKNOWN
          : new Answers(normalizer.normalize(schema), null);
    }
    return new Answers(Json.object().put("type", "string"), null);
  }

  private static boolean isBytes(JsonNode schema) {
    String format = schema.path("format").asText();
    return schema.path("type").asText().equals("string")
        && (format.equals("binary") || format.equals("byte"));
  }
}
