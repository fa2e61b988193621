package sh.executor.daemon.bridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message, as far as its transport must know it. The rest of it is only passed over.
 *
 * @param bytes the message itself
 * @param kind what it is
 * @param ids those of the requests in it, as they are written: the one, or a batch's
 * @param method what is asked for or told; null in an answer and in a batch
 * @param name what the method is about: {@code params.name} or {@code params.uri}, of a task its id
 * @param revision what {@code params._meta} says it is of; null in the eras with sessions
 * @param cancels the id of the request it takes back, as it is written; null when it is no {@code
 *     notifications/cancelled}
 */
record Message(
    byte[] bytes,
    Kind kind,
    List<String> ids,
    @Nullable String method,
    @Nullable String name,
    @Nullable String revision,
    @Nullable String cancels) {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(512)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final String REVISION = "io.modelcontextprotocol/protocolVersion";

  /** What a message can be. */
  enum Kind {
    REQUEST,
    NOTIFICATION,
    ANSWER,
    BATCH,
    /** No JSON, or none that is a message. */
    NONSENSE
  }

  /** Looks at a message. Never fails: what can not be read is {@link Kind#NONSENSE}. */
  static Message of(byte[] bytes) {
    Reading reading = new Reading();
    try (JsonParser parser = JSON.createParser(bytes)) {
      Kind kind =
          switch (parser.nextToken()) {
            case START_OBJECT -> reading.message(parser);
            case START_ARRAY -> reading.batch(parser);
            case null, default -> Kind.NONSENSE;
          };
      if (parser.nextToken() != null) {
        kind = Kind.NONSENSE;
      }
      return reading.seen(bytes, kind);
    } catch (IOException e) {
      return new Message(bytes, Kind.NONSENSE, List.of(), null, null, null, null);
    }
  }

  /** Whether it begins a session. */
  boolean isInitialize() {
    return kind == Kind.REQUEST && "initialize".equals(method);
  }

  /** Whether it is of the era without sessions. */
  boolean isStateless() {
    return revision != null;
  }

  /** Whether an answer is waited for. */
  boolean isAsking() {
    return !ids.isEmpty();
  }

  /** Whether this is the answer to it; to a batch, whether it is one, or one to nothing in it. */
  boolean isAnsweredBy(byte[] bytes) {
    if (kind == Kind.BATCH) {
      return of(bytes).kind() == Kind.BATCH;
    }
    return ids.size() == 1 && ids.getFirst().equals(answered(bytes));
  }

  @Override
  public String toString() {
    return "Message[" + kind + ' ' + method + ' ' + ids + ']';
  }

  /** What has been seen so far. */
  private static final class Reading {

    private final List<String> ids = new ArrayList<>();
    private @Nullable String method;
    private @Nullable String name;
    private @Nullable String task;
    private @Nullable String revision;
    private @Nullable String cancels;

    Message seen(byte[] bytes, Kind kind) {
      boolean takesBack = "notifications/cancelled".equals(method);
      String about = method != null && method.startsWith("tasks/") ? task : name;
      return new Message(
          bytes, kind, List.copyOf(ids), method, about, revision, takesBack ? cancels : null);
    }

    /** Reads the members of a message; the parser stands at its beginning. */
    Kind message(JsonParser parser) throws IOException {
      String id = null;
      boolean answers = false;
      method = null;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (member) {
          case "id" -> id = written(parser, value);
          case "method" -> method = text(parser, value);
          case "result", "error" -> answers = true;
          case "params" -> {
            if (value == JsonToken.START_OBJECT) {
              params(parser);
            }
          }
          default -> {}
        }
        skip(parser);
      }
      if (method == null) {
        return answers ? Kind.ANSWER : Kind.NONSENSE;
      }
      if (id == null) {
        return Kind.NOTIFICATION;
      }
      ids.add(id);
      return Kind.REQUEST;
    }

    Kind batch(JsonParser parser) throws IOException {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.START_OBJECT || message(parser) == Kind.NONSENSE) {
          return Kind.NONSENSE;
        }
      }
      method = null;
      name = null;
      revision = null;
      return Kind.BATCH;
    }

    private void params(JsonParser parser) throws IOException {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (member) {
          case "name", "uri" -> name = name == null ? text(parser, value) : name;
          case "taskId" -> task = text(parser, value);
          case "requestId" -> cancels = written(parser, value);
          case "_meta" -> {
            if (value == JsonToken.START_OBJECT) {
              meta(parser);
            }
          }
          default -> {}
        }
        skip(parser);
      }
    }

    private void meta(JsonParser parser) throws IOException {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        if (member.equals(REVISION)) {
          revision = text(parser, value);
        }
        skip(parser);
      }
    }

    /** To the end of a value; one that was read member by member is at its end already. */
    private static void skip(JsonParser parser) throws IOException {
      parser.skipChildren();
    }

    private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
      return value == JsonToken.VALUE_STRING ? parser.getText() : null;
    }

    /** An id as JSON: a text in quotes, or a number as it stands. */
    private static @Nullable String written(JsonParser parser, JsonToken value) throws IOException {
      return switch (value) {
        case VALUE_STRING -> Answers.quoted(parser.getText());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
        default -> null;
      };
    }
  }

  /** The member {@code error} of an answer as it is written; null when there is none. */
  static @Nullable String error(byte[] answer) {
    try (JsonParser parser = JSON.createParser(answer)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String member = parser.currentName();
        if (parser.nextToken() == JsonToken.START_OBJECT && member.equals("error")) {
          int from = (int) parser.currentTokenLocation().getByteOffset();
          parser.skipChildren();
          int to = (int) parser.currentLocation().getByteOffset();
          return new String(answer, from, to - from, StandardCharsets.UTF_8);
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  /** The id of an answer as it is written; null when it has none. */
  static @Nullable String answered(byte[] bytes) {
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      String id = null;
      boolean answers = false;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        if (member.equals("id")) {
          id = Reading.written(parser, value);
        }
        answers |= member.equals("result") || member.equals("error");
        parser.skipChildren();
      }
      return answers ? id : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** The revision a server agreed to in its answer to {@code initialize}; null without one. */
  static @Nullable String agreed(byte[] answer) {
    try (JsonParser parser = JSON.createParser(answer)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.VALUE_STRING
            && depth == 2
            && "protocolVersion".equals(parser.currentName())) {
          return parser.getText();
        }
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }
}
