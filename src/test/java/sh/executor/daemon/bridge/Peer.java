package sh.executor.daemon.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sh.executor.testkit.ScriptedServer.Seen;
import sh.executor.testkit.ScriptedServer.Wire;

/** What a server answers, as it goes over the wire, and how one with sessions behaves. */
final class Peer {

  static final String JSON = "Content-Type: application/json";
  static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private Peer() {}

  static void legacy(Seen seen, Wire wire) throws IOException {
    if (seen.method().equals("GET")) {
      wire.send(EVENTS);
      wire.awaitClose();
    } else if (seen.method().equals("DELETE")) {
      wire.answer(200, "");
    } else if (seen.body().contains("\"initialize\"")) {
      wire.answer(200, agreed(), JSON, "Mcp-Session-Id: s1");
    } else {
      echo(seen, wire);
    }
  }

  /** Answers a request with its own method, and takes anything else. */
  static void echo(Seen seen, Wire wire) throws IOException {
    Message message = Message.of(seen.body().getBytes(StandardCharsets.UTF_8));
    if (message.kind() == Message.Kind.REQUEST) {
      wire.answer(200, result(message.ids().getFirst(), message.method()), JSON);
    } else {
      wire.answer(202, "");
    }
  }

  static String request(int id, String method) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
  }

  static String result(Object id, @Nullable String method) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"method\":\"" + method + "\"}}";
  }

  static String error(String id, int code) {
    return "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":"
        + code
        + ",\"message\":\"No\"},\"id\":"
        + id
        + '}';
  }

  static String agreed() {
    return "{\"jsonrpc\":\"2.0\",\"id\":\"init\",\"result\":"
        + "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}}";
  }

  static String event(String id, String data) {
    return chunk("id: " + id + "\r\ndata: " + data + "\r\n\r\n");
  }

  static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }
}
