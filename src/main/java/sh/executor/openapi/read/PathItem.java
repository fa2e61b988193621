package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import sh.executor.openapi.document.Document;
import sh.executor.outbound.Reserved;

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

  /** The methods of its operations that can be sent: in lower case, in the description's order. */
  List<String> methods() {
    return declared().filter(method -> !Reserved.isMethod(method)).toList();
  }

  /** Likewise of those that are never sent. */
  List<String> unsent() {
    return declared().filter(Reserved::isMethod).toList();
  }

  private Stream<String> declared() {
    Set<String> names = new LinkedHashSet<>(document.names("paths", path));
    referred.fieldNames().forEachRemaining(names::add);
    return names.stream().filter(METHODS::contains);
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
