package sh.executor.openapi.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Body;
import sh.executor.openapi.binding.MediaTypes;
import sh.executor.openapi.binding.Parameter.Style;
import sh.executor.openapi.document.Json;

/** Writes the body of a request by its declared media type, which is sent as it is declared. */
final class BodyWriter {

  private static final int BYTES_MAX = 32 << 20;

  private BodyWriter() {}

  /** A body and the type it is sent as. */
  record Written(String contentType, byte[] bytes) {}

  /** Whether {@code bodyBase64} makes sense. */
  static boolean takesBytes(Body body) {
    return body.media().stream().anyMatch(media -> MediaTypes.binary(media.type()));
  }

  /** The body that was given, or empty when none was. */
  static Optional<Written> write(@Nullable Body body, Given given) {
    if (body == null || (given.body() == null && given.bodyBase64() == null)) {
      return Optional.empty();
    }
    Written written = written(body, given);
    if (written.bytes().length > BYTES_MAX) {
      throw new BadArguments("The body is larger than " + (BYTES_MAX >> 20) + " MiB.");
    }
    return Optional.of(written);
  }

  private static Written written(Body body, Given given) {
    Body.Media media = chosen(body, given);
    JsonNode value = given.body();
    if (given.bodyBase64() != null) {
      if (value != null) {
        throw new BadArguments("Give either `body` or `bodyBase64`, not both.");
      }
      byte[] bytes = FileValue.decode(given.bodyBase64(), "bodyBase64");
      return new Written(concrete(media.type(), "application/octet-stream"), bytes);
    }
    return ofValue(media, Objects.requireNonNull(value, "A body was given"));
  }

  private static Body.Media chosen(Body body, Given given) {
    String wanted = given.contentType();
    if (wanted != null) {
      return body.media().stream()
          .filter(media -> MediaTypes.bare(media.type()).equals(MediaTypes.bare(wanted)))
          .findFirst()
          .orElseThrow(
              () ->
                  new BadArguments(
                      "`contentType` must be one of "
                          + String.join(", ", body.media().stream().map(Body.Media::type).toList())
                          + '.'));
    }
    if (given.bodyBase64() != null) {
      return body.media().stream()
          .filter(media -> MediaTypes.binary(media.type()))
          .findFirst()
          .orElse(body.media().getFirst());
    }
    return body.media().getFirst();
  }

  private static Written ofValue(Body.Media media, JsonNode value) {
    String type = media.type();
    if (MediaTypes.multipart(type)) {
      MultipartWriter.Written written = MultipartWriter.write(value, media.parts());
      return new Written(
          MediaTypes.bare(type) + "; boundary=" + written.boundary(), written.bytes());
    }
    if (MediaTypes.urlencoded(type)) {
      return new Written(type, utf8(urlencoded(value, media.parts())));
    }
    if (MediaTypes.json(type)) {
      return new Written(type, utf8(json(media, value)));
    }
    if (FileValue.isFile(value)) {
      FileValue file = FileValue.of(value, "body");
      return new Written(
          concrete(type, file.type() == null ? "application/octet-stream" : file.type()),
          file.bytes());
    }
    if (MediaTypes.lines(type)) {
      return new Written(type, utf8(lines(value)));
    }
    if (MediaTypes.any(type)) {
      return value.isContainerNode()
          ? new Written("application/json", utf8(Json.text(value)))
          : new Written("text/plain; charset=utf-8", utf8(value.asText()));
    }
    if (value.isContainerNode()) {
      throw new BadArguments("`body` must be a string: it is sent as " + type + '.');
    }
    return new Written(concrete(type, "application/octet-stream"), utf8(value.asText()));
  }

  /** Text that is JSON already is sent as it is, unless the API wants a string. */
  private static String json(Body.Media media, JsonNode value) {
    if (value.isTextual() && !media.text() && isJson(value.textValue())) {
      return value.textValue();
    }
    return Json.text(value);
  }

  private static boolean isJson(String text) {
    try {
      return Json.mapper().readTree(text).isContainerNode();
    } catch (JsonProcessingException notJson) {
      return false;
    }
  }

  private static String lines(JsonNode value) {
    if (!value.isArray()) {
      return Values.text(value);
    }
    StringBuilder lines = new StringBuilder();
    value.forEach(line -> lines.append(Json.text(line)).append('\n'));
    return lines.toString();
  }

  private static String urlencoded(JsonNode value, Map<String, Body.Part> declared) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (!value.isObject()) {
      throw new BadArguments("`body` must be an object with one member for each field.");
    }
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      if (!member.getValue().isNull()) {
        pairs.addAll(field(member.getKey(), member.getValue(), declared.get(member.getKey())));
      }
    }
    return String.join("&", pairs);
  }

  private static List<String> field(String name, JsonNode value, Body.@Nullable Part declared) {
    Style style = declared == null || declared.style() == null ? Style.FORM : declared.style();
    boolean json =
        declared != null
            && declared.contentType() != null
            && MediaTypes.json(declared.contentType());
    if (json || (value.isObject() && (declared == null || declared.style() == null))) {
      return List.of(Percent.STRICT.encode(name) + '=' + Percent.STRICT.encode(Json.text(value)));
    }
    Boolean declaredExplode = declared == null ? null : declared.explode();
    boolean explode = declaredExplode == null ? style == Style.FORM : declaredExplode;
    Percent encoding =
        declared != null && declared.allowReserved() ? Percent.QUERY_RESERVED : Percent.STRICT;
    return new FormStyles(encoding)
        .write(name, value, style, explode).stream().map(FormStyles.Pair::text).toList();
  }

  private static String concrete(String type, String otherwise) {
    return type.contains("*") ? otherwise : type;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
