package sh.executor.openapi.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One pass over the bytes that notes where things are: each member of the root, and two levels
 * further down under {@code paths} and {@code components}. Everything else is skipped over, which
 * still checks that it is JSON. Where a name repeats the last one counts, as JSON parsers do.
 */
final class DocumentSplitter {

  private static final int SPANS_MAX = 500_000;
  private static final int LEVELS = 2;

  private final JsonParser parser;
  private int spans;

  DocumentSplitter(JsonParser parser) {
    this.parser = parser;
  }

  /** The root, which is an object, with the levels below it. */
  Span split() throws IOException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw Refusal.parse(
          first == null
              ? "The description is empty."
              : "The description is not an object: an OpenAPI document begins with its members"
                  + " openapi, info and paths.");
    }
    int start = offset();
    Map<String, Span> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      boolean opened = name.equals("paths") || name.equals("components");
      members.put(name, value(opened ? LEVELS : 0));
    }
    Span root = new Span(start, end(), members);
    if (parser.nextToken() != null) {
      throw Refusal.parse("There is something after the end of the JSON document.");
    }
    return root;
  }

  private Span value(int levels) throws IOException {
    if (++spans > SPANS_MAX) {
      throw Refusal.extraction(
          "The description has more than " + SPANS_MAX + " paths, operations and components.");
    }
    JsonToken token = parser.nextToken();
    int start = offset();
    if (token != JsonToken.START_OBJECT || levels == 0) {
      parser.skipChildren();
      parser.finishToken();
      return new Span(start, end(), null);
    }
    Map<String, Span> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      members.put(name, value(levels - 1));
    }
    return new Span(start, end(), members);
  }

  private int offset() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private int end() {
    return (int) parser.currentLocation().getByteOffset();
  }
}
