package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Body;
import sh.executor.openapi.binding.MediaTypes;

/**
 * A request body as the description declares it.
 *
 * @param description empty when it has none
 * @param schema of the first media type
 */
record DeclaredBody(Body binding, String description, JsonNode schema) {

  /** Whether bytes may be given as base 64 instead of a value. */
  boolean takesBytes() {
    return media().stream().anyMatch(media -> MediaTypes.binary(media.type()));
  }

  /** Whether the caller may choose how it is written. */
  boolean hasChoice() {
    return media().size() > 1;
  }

  /** The properties of the first media type that are files; empty unless it is multipart. */
  boolean isFile(@Nullable String property) {
    Body.Media first = media().getFirst();
    if (property == null || !MediaTypes.multipart(first.type())) {
      return false;
    }
    Body.Part part = first.parts().get(property);
    return part != null && part.binary();
  }

  private List<Body.Media> media() {
    return binding.media();
  }
}
