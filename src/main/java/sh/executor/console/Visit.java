package sh.executor.console;

import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of a browser, its body read.
 *
 * @param path without query
 * @param form fields of the body; none when it is no form
 */
record Visit(
    boolean posts, String path, MultiMap query, MultiMap form, Map<String, String> cookies) {

  static Visit of(HttpServerRequest request) {
    String path = request.path();
    Map<String, String> cookies = new HashMap<>();
    for (Cookie cookie : request.cookies()) {
      cookies.put(cookie.getName(), cookie.getValue());
    }
    return new Visit(
        request.method().name().equals("POST"),
        path == null ? "/" : path,
        request.params(),
        request.formAttributes(),
        cookies);
  }

  /** The first value of a field; empty text when there is none. */
  String field(String name) {
    String value = form.get(name);
    return value == null ? "" : value;
  }

  /** All values of a field. */
  List<String> fields(String name) {
    return form.getAll(name);
  }

  /** The first value of a query parameter; empty text when there is none. */
  String query(String name) {
    String value = query.get(name);
    return value == null ? "" : value;
  }

  Optional<String> cookie(String name) {
    return Optional.ofNullable(cookies.get(name));
  }
}
