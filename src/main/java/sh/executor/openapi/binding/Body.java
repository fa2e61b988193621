package sh.executor.openapi.binding;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request.
 *
 * @param media how it may be written, in the description's order; never empty
 */
public record Body(boolean required, List<Media> media) {

  public Body {
    media = media == null ? List.of() : List.copyOf(media);
  }

  /**
   * One media type a body may have.
   *
   * @param type as the description writes it
   * @param text whether the schema says that the whole body is a string
   * @param parts by property, what the description says of a part that is not the default
   */
  public record Media(String type, boolean text, Map<String, Part> parts) {

    public Media {
      // In their order, so that what is stored of a description is the same in every process.
      parts = parts == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }
  }

  /**
   * One property of a form (OpenAPI 3.1 §4.8.15, the encoding object).
   *
   * @param contentType of a part of a multipart body; null for the default
   * @param style of a field of an urlencoded body; null for {@code form}
   * @param explode null for the style's default
   * @param binary whether the schema says that it is a file
   */
  public record Part(
      @Nullable String contentType,
      Parameter.@Nullable Style style,
      @Nullable Boolean explode,
      boolean allowReserved,
      boolean binary) {}
}
