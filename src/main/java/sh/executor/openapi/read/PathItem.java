package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sh.executor.openapi.document.Document;

/**
 * One entry among the paths, whose operations are looked at one by one. An entry that is a
 * reference takes what it has not itself from there.
 *
 * @param referred what it refers to; a missing node for none
 */
record PathItem(Document document, String path, JsonNode referred) {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  static PathItem of(Document document, String path) {
    boolean refers = document.names("paths", path).contains("$ref");
    return new PathItem(
        document,
        path,
        refers
            ? document.resolve(document.at("paths", path), "The path " + path)
            : MissingNode.getInstance());
  }

  /** Its operations' methods, in lower case, in the description's order. */
  List<String> methods() {
    List<String> methods = new ArrayList<>();
    for (String name : document.names("paths", path)) {
      if (METHODS.contains(name)) {
        methods.add(name);
      }
    }
    referred
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (METHODS.contains(name) && !methods.contains(name)) {
                methods.add(name);
              }
            });
    return methods;
  }

  JsonNode operation(String method) {
    return member(method);
  }

  JsonNode parameters() {
    return member("parameters");
  }

  JsonNode servers() {
    return member("servers");
  }

  private JsonNode member(String name) {
    JsonNode own = document.at("paths", path, name);
    return own.isMissingNode() ? referred.path(name) : own;
  }
}
