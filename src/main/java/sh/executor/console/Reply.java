package sh.executor.console;

import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer to a browser.
 *
 * @param headers beside those that every answer has
 */
record Reply(int status, List<Map.Entry<String, String>> headers, String body) {

  private static final Map<String, String> ALWAYS =
      Map.of(
          "content-type", "text/html; charset=utf-8",
          "content-security-policy", Layout.POLICY,
          "x-frame-options", "DENY",
          "x-content-type-options", "nosniff",
          "referrer-policy", "no-referrer",
          "cross-origin-opener-policy", "same-origin",
          "cache-control", "no-store");

  Reply {
    headers = List.copyOf(headers);
  }

  /** A page. */
  static Reply page(int status, String body) {
    return new Reply(status, List.of(), body);
  }

  /**
   * Sends the browser on, to be asked for by GET.
   *
   * @param path of ours
   */
  static Reply seeOther(String path) {
    return new Reply(303, List.of(Map.entry("location", path)), "");
  }

  /** This answer with one header more. */
  Reply with(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Reply(status, more, body);
  }

  /** Sends it, unless the browser has gone; on the event loop. */
  void send(HttpServerResponse response) {
    if (response.headWritten() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    ALWAYS.forEach(response::putHeader);
    headers.forEach(header -> response.headers().add(header.getKey(), header.getValue()));
    response.end(body);
  }
}
