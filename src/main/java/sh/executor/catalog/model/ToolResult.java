package sh.executor.catalog.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call. A script sees {@code {ok:true,data,http?}} or {@code {ok:false,error}}.
 */
public sealed interface ToolResult {

  /** It worked. */
  record Ok(Data data, @Nullable Http http) implements ToolResult {}

  /** It did not, in a way that the script can read. */
  record Failed(ToolError error) implements ToolResult {}

  /** The data of a successful call. */
  sealed interface Data {

    /** A value we made or looked into. */
    record Json(JsonNode value) implements Data {}

    /**
     * A body as it came, UTF-8, which nobody has parsed yet: a JSON value if it parses as one, else
     * the text itself. So a large body is parsed once, where it is used.
     */
    record Unparsed(byte[] utf8) implements Data {}

    /** A body that is text whatever it looks like. */
    record Text(String value) implements Data {}
  }

  /**
   * How the other side answered.
   *
   * @param headers by lower-case name; only what a script may see
   */
  record Http(int status, Map<String, String> headers) {

    public Http {
      headers = Map.copyOf(headers);
    }
  }
}
