package sh.executor.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of one session, typed at the call site.
 *
 * @param texts JSON by key name, known keys or not
 */
record SessionEntries(Map<String, String> texts) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Escapes, because clients may send half characters, which no database takes as text. */
  private static final ObjectWriter WRITER =
      MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  SessionEntries {
    texts = Map.copyOf(texts);
  }

  /** Without any. */
  static SessionEntries none() {
    return new SessionEntries(Map.of());
  }

  /** These and one more. */
  <T> SessionEntries with(EntryKey<T> key, T value) {
    Map<String, String> more = new HashMap<>(texts);
    try {
      more.put(key.name(), WRITER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("write the session entry " + key.name(), e);
    }
    return new SessionEntries(more);
  }

  /** Whether there is an entry of that name, readable or not. */
  boolean has(EntryKey<?> key) {
    return texts.containsKey(key.name());
  }

  /** A value; empty when there is none or it is not of its type. */
  <T> Optional<T> find(EntryKey<T> key) {
    String text = texts.get(key.name());
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(MAPPER.readValue(text, key.type()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
