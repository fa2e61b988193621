package sh.executor.openapi.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * YAML to JSON bytes, event by event. Only anchored nodes are kept, for their aliases. Every value
 * written counts against a limit, also each time an alias repeats it, so that a few lines of
 * aliases can not become gigabytes. Merge keys work; a key given in the mapping itself wins.
 */
final class YamlToJson {

  private static final int VALUES_MAX = 10_000_000;
  private static final int ANCHORED_VALUES_MAX = 200_000;
  private static final int JSON_BYTES_MAX = 128 << 20;

  private final ParserImpl events;
  private final Map<String, Anchor> anchors = new HashMap<>();
  private int values;

  private YamlToJson(ParserImpl events) {
    this.events = events;
  }

  /** What an anchor stands for; {@code tokens} is null while the node is still open. */
  private record Anchor(@Nullable TokenBuffer tokens, int values) {}

  static byte[] convert(byte[] yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Formats.BYTES_MAX);
    var reader = new InputStreamReader(new ByteArrayInputStream(yaml), StandardCharsets.UTF_8);
    ByteArrayOutputStream json = new ByteArrayOutputStream(yaml.length);
    try (JsonGenerator out = Json.FACTORY.createGenerator(json)) {
      new YamlToJson(new ParserImpl(new StreamReader(reader), options)).document(out);
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw Refusal.parse(
          "The description is not valid YAML: "
              + Refusal.shown(String.valueOf(e.getProblem()))
              + (mark == null
                  ? "."
                  : " at line "
                      + (mark.getLine() + 1)
                      + ", column "
                      + (mark.getColumn() + 1)
                      + "."));
    } catch (YAMLException | IOException e) {
      throw Refusal.parse(
          "The description is not valid YAML: " + Refusal.shown(String.valueOf(e.getMessage())));
    }
    if (json.size() > JSON_BYTES_MAX) {
      throw tooLarge();
    }
    return json.toByteArray();
  }

  private void document(JsonGenerator out) throws IOException {
    events.getEvent();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      throw Refusal.parse("The description is empty.");
    }
    events.getEvent();
    node(events.getEvent(), out, 0);
  }

  private void node(Event event, JsonGenerator out, int depth) throws IOException {
    if (depth > Json.DEPTH_MAX) {
      throw Refusal.parse("The description is nested deeper than " + Json.DEPTH_MAX + " levels.");
    }
    if (event instanceof AliasEvent alias) {
      alias(alias.getAnchor(), out);
      return;
    }
    String name = event instanceof NodeEvent node ? node.getAnchor() : null;
    if (name == null) {
      content(event, out, depth);
    } else {
      anchored(name, event, depth).serialize(out);
    }
  }

  private TokenBuffer anchored(String name, Event event, int depth) throws IOException {
    anchors.put(name, new Anchor(null, 0));
    int before = values;
    TokenBuffer tokens = new TokenBuffer(Json.mapper(), false);
    content(event, tokens, depth);
    int size = values - before;
    if (size > ANCHORED_VALUES_MAX) {
      throw tooLarge();
    }
    anchors.put(name, new Anchor(tokens, size));
    return tokens;
  }

  private void content(Event event, JsonGenerator out, int depth) throws IOException {
    count(1);
    switch (event) {
      case ScalarEvent scalar -> YamlScalar.write(scalar, out);
      case SequenceStartEvent _ -> {
        out.writeStartArray();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
          node(events.getEvent(), out, depth + 1);
        }
        events.getEvent();
        out.writeEndArray();
      }
      case MappingStartEvent _ -> mapping(out, depth);
      default ->
          throw Refusal.parse(
              "The description is not valid YAML: unexpected " + event.getEventId());
    }
  }

  private void mapping(JsonGenerator out, int depth) throws IOException {
    out.writeStartObject();
    Set<String> written = new HashSet<>();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      if (!(events.getEvent() instanceof ScalarEvent key)) {
        throw Refusal.parse("The description has a YAML key that is not a simple value.");
      }
      if (key.isPlain() && key.getValue().equals("<<")) {
        merge(out, written, depth);
      } else {
        written.add(key.getValue());
        out.writeFieldName(key.getValue());
        node(events.getEvent(), out, depth + 1);
      }
    }
    events.getEvent();
    out.writeEndObject();
  }

  private void merge(JsonGenerator out, Set<String> written, int depth) throws IOException {
    TokenBuffer tokens = new TokenBuffer(Json.mapper(), false);
    node(events.getEvent(), tokens, depth + 1);
    try (JsonParser parser = tokens.asParser()) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          mergeOne(parser, out, written);
        }
      } else if (first == JsonToken.START_OBJECT) {
        mergeOne(parser, out, written);
      }
    }
  }

  private static void mergeOne(JsonParser parser, JsonGenerator out, Set<String> written)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (written.add(name)) {
        out.writeFieldName(name);
        out.copyCurrentStructure(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void alias(String name, JsonGenerator out) throws IOException {
    Anchor anchor = anchors.get(name);
    if (anchor == null || anchor.tokens() == null) {
      throw Refusal.parse(
          "The YAML alias *"
              + Refusal.shown(name)
              + (anchor == null ? " has no anchor." : " contains itself."));
    }
    count(anchor.values());
    anchor.tokens().serialize(out);
  }

  private void count(int more) {
    values += more;
    if (values > VALUES_MAX) {
      throw tooLarge();
    }
  }

  private static sh.executor.kernel.ProblemException tooLarge() {
    return Refusal.parse(
        "The YAML description becomes too large when its aliases are expanded. Add it as JSON, or"
            + " with fewer aliases.");
  }
}
