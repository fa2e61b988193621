package sh.executor.openapi.document;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonWriter;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/**
 * What is put right in a description each time it is read: operations of RFC 6902, JSON Patch, done
 * in their order, all or none.
 */
public final class Overrides {

  private static final JsonProvider JSON_P = JsonProvider.provider();
  private static final int OPERATIONS_MAX = 500;
  private static final int BYTES_MAX = 256 << 10;

  /** Larger descriptions are not made one tree of. */
  private static final int DOCUMENT_BYTES_MAX = 16 << 20;

  private static final int WRITTEN_BYTES_MAX = 32 << 20;

  /** The operations, each with the members it needs beside {@code op} and {@code path}. */
  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "add", Set.of("value"),
          "remove", Set.of(),
          "replace", Set.of("value"),
          "move", Set.of("from"),
          "copy", Set.of("from"),
          "test", Set.of("value"));

  private final List<JsonNode> operations;

  private Overrides(List<JsonNode> operations) {
    this.operations = operations;
  }

  /**
   * The operations in {@code node}, an array; none when it is missing or null.
   *
   * @throws ProblemException when it is something else, or an operation is not whole
   */
  public static Overrides of(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return new Overrides(List.of());
    }
    if (!node.isArray() || node.size() > OPERATIONS_MAX || text(node).length() > BYTES_MAX) {
      throw Refusal.extraction(
          "specOverrides must be an array of at most "
              + OPERATIONS_MAX
              + " JSON Patch operations (RFC 6902), "
              + (BYTES_MAX >> 10)
              + " KiB in all.");
    }
    List<JsonNode> operations = new ArrayList<>();
    for (JsonNode operation : node) {
      check(operations.size(), operation);
      operations.add(operation);
    }
    return new Overrides(operations);
  }

  private static void check(int index, JsonNode operation) {
    Set<String> members = MEMBERS.get(operation.path("op").asText());
    if (members == null) {
      throw refusal(index, operation, "op must be add, remove, replace, move, copy or test");
    }
    if (!operation.path("path").asText().startsWith("/")) {
      throw refusal(index, operation, "path must be a JSON Pointer (RFC 6901) that begins with /");
    }
    for (String member : members) {
      if (!operation.has(member)) {
        throw refusal(index, operation, member + " is missing");
      }
    }
    if (members.contains("from") && !operation.path("from").asText().startsWith("/")) {
      throw refusal(index, operation, "from must be a JSON Pointer (RFC 6901) that begins with /");
    }
  }

  /** Whether there is nothing to be done. */
  public boolean isEmpty() {
    return operations.isEmpty();
  }

  /**
   * {@code document} put right.
   *
   * @throws ProblemException when an operation can not be done, or the document is too large
   */
  public Document apply(Document document) {
    if (operations.isEmpty()) {
      return document;
    }
    if (document.json().length > DOCUMENT_BYTES_MAX) {
      throw Refusal.extraction(
          "specOverrides can be applied to descriptions of at most "
              + (DOCUMENT_BYTES_MAX >> 20)
              + " MiB.");
    }
    JsonObject tree = object(document);
    for (int i = 0; i < operations.size(); i++) {
      tree = applied(tree, i);
    }
    return written(tree);
  }

  private JsonObject applied(JsonObject tree, int index) {
    JsonNode operation = operations.get(index);
    try (JsonReader reader = JSON_P.createReader(new StringReader("[" + text(operation) + "]"))) {
      return JSON_P.createPatch(reader.readArray()).apply(tree);
    } catch (JsonException e) {
      throw refusal(index, operation, Refusal.shown(String.valueOf(e.getMessage())));
    }
  }

  private static JsonObject object(Document document) {
    try (JsonReader reader = JSON_P.createReader(new ByteArrayInputStream(document.json()))) {
      return reader.readObject();
    } catch (JsonException e) {
      throw Refusal.parse(
          "The description can not be read: " + Refusal.shown(String.valueOf(e.getMessage())));
    }
  }

  /** A copied part is in memory once, but is written as often as it was copied. */
  private static Document written(JsonObject tree) {
    BoundedBytes bytes = new BoundedBytes(WRITTEN_BYTES_MAX);
    try (JsonWriter writer = JSON_P.createWriter(bytes)) {
      writer.writeObject(tree);
    } catch (JsonException e) {
      throw Refusal.extraction(
          "With specOverrides applied the description is larger than "
              + (WRITTEN_BYTES_MAX >> 20)
              + " MiB.");
    }
    try {
      return Document.ofJson(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("Reading a description that was put right", e);
    }
  }

  private static ProblemException refusal(int index, JsonNode operation, String message) {
    String op = Refusal.shown(operation.path("op").asText());
    String path = Refusal.shown(operation.path("path").asText());
    return new Problem(
            Problem.Type.INVALID_INPUT,
            "OpenApiSpecOverrideError",
            "specOverrides[%d] (%s %s) can not be applied: %s.".formatted(index, op, path, message),
            Map.of("operationIndex", index, "operation", op, "path", path, "message", message))
        .exception();
  }

  private static String text(JsonNode node) {
    return Json.text(node);
  }
}
