package sh.executor.daemon.bridge;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the client's side of HTTP has to remember of a conversation.
 *
 * @param initialize how the client began; null before it has
 * @param id the session's; null at a server that gives none
 * @param revision that was agreed on; null before
 * @param confirmed whether the client has said {@code notifications/initialized}
 * @param generation counts the sessions this conversation has had
 */
record Session(
    @Nullable Message initialize,
    @Nullable String id,
    @Nullable String revision,
    boolean confirmed,
    int generation) {

  /** Before anything was said. */
  static final Session NONE = new Session(null, null, null, false, 0);

  private static final String REVISION = "MCP-Protocol-Version";
  private static final String PLAIN = "[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?";

  /** What the server made of {@code initialize}. */
  Session begun(Message initialize, @Nullable String id, @Nullable String revision) {
    return new Session(initialize, id, revision, confirmed, generation + 1);
  }

  Session withConfirmation() {
    return new Session(initialize, id, revision, true, generation);
  }

  /**
   * The headers that go with a message of the client's.
   *
   * @param arguments those of its arguments that go into headers, in the era without sessions
   */
  Map<String, String> headers(Message message, Map<String, String> arguments) {
    if (message.isStateless()) {
      Map<String, String> headers = stateless(message);
      arguments.forEach((name, value) -> headers.put(name, encoded(value)));
      return headers;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json, text/event-stream");
    if (!message.isInitialize()) {
      addTo(headers);
    }
    return headers;
  }

  /** The headers by which a stream is opened, after the event {@code last} if there is one. */
  Map<String, String> streamHeaders(@Nullable String last) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "text/event-stream");
    addTo(headers);
    if (last != null) {
      headers.put("Last-Event-ID", last);
    }
    return headers;
  }

  private void addTo(Map<String, String> headers) {
    if (id != null) {
      headers.put("Mcp-Session-Id", id);
    }
    if (revision != null) {
      headers.put(REVISION, revision);
    }
  }

  /** The era without sessions has a request say in its headers what it says in its body. */
  private static Map<String, String> stateless(Message message) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json, text/event-stream");
    headers.put(REVISION, encoded(String.valueOf(message.revision())));
    headers.put("Mcp-Method", encoded(String.valueOf(message.method())));
    String name = message.name();
    if (name != null) {
      headers.put("Mcp-Name", encoded(name));
    }
    return headers;
  }

  /** As a header can carry it: in base 64 between marks unless it is printable ASCII. */
  private static String encoded(String value) {
    if (value.matches(PLAIN) && !value.startsWith("=?")) {
      return value;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return "=?base64?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }
}
