package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.document.Json;

/**
 * What a successful call gives.
 *
 * @param schema null when nothing is known
 * @param handling null when the content type says it all
 */
record Answers(@Nullable ObjectNode schema, Binding.@Nullable Answer handling) {

  static final Answers UNKNOWN = new Answers(null, null);

  /** Whether the description says anything. */
  boolean known() {
    return schema != null;
  }

  /** Whether the caller gets a file. */
  boolean isFile() {
    return handling != null && handling != Binding.Answer.STREAM;
  }

  /** The schema of a file as scripts see it. */
  static ObjectNode fileSchema() {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("_tag").put("const", "ToolFile");
    properties.putObject("name").put("type", "string");
    properties.putObject("mimeType").put("type", "string");
    properties.putObject("encoding").put("const", "base64");
    properties.putObject("data").put("type", "string").put("contentEncoding", "base64");
    properties.putObject("byteLength").put("type", "integer").put("minimum", 0);
    schema
        .putArray("required")
        .add("_tag")
        .add("mimeType")
        .add("encoding")
        .add("data")
        .add("byteLength");
    return schema.put("additionalProperties", false);
  }
}
