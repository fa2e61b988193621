package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sh.executor.kernel.Caller;
import sh.executor.testkit.StatelessMcp;

/** The resources the official suite expects, and what is proposed for arguments. */
@Singleton
@IfBuildProperty(name = Conformance.FIXTURES, stringValue = "true")
final class FixtureResources implements McpResources, McpCompletion {

  private static final Pattern TEMPLATE = Pattern.compile("test://template/([^/]+)/data");

  private final Set<Runnable> watching = ConcurrentHashMap.newKeySet();

  /** Has whoever watches know that something changed. */
  void change() {
    watching.forEach(Runnable::run);
  }

  @Override
  public boolean watches() {
    return true;
  }

  @Override
  public Optional<Runnable> watch(String uri, Caller caller, Runnable changed) {
    if (!uri.equals("test://watched-resource")) {
      return Optional.empty();
    }
    watching.add(changed);
    return Optional.of(() -> watching.remove(changed));
  }

  @Override
  public List<ObjectNode> list(Asking asking) {
    return Stream.of("static-text", "static-binary", "watched-resource")
        .map(name -> Json.object().put("uri", "test://" + name).put("name", name))
        .toList();
  }

  @Override
  public List<ObjectNode> templates(Asking asking) {
    return List.of(
        Json.object().put("uriTemplate", "test://template/{id}/data").put("name", "data"));
  }

  @Override
  public Optional<ObjectNode> read(String uri, Asking asking) {
    Matcher template = TEMPLATE.matcher(uri);
    if (template.matches()) {
      String id = template.group(1);
      return contents(uri, "application/json", "text", "{\"id\":\"" + id + "\"}");
    }
    return switch (uri) {
      case "test://static-text" ->
          contents(uri, "text/plain", "text", "This is the content of the static text resource.");
      case "test://static-binary" -> contents(uri, "image/png", "blob", FixtureContents.PNG);
      case "test://watched-resource" -> contents(uri, "text/plain", "text", "Watched.");
      default -> Optional.empty();
    };
  }

  private static Optional<ObjectNode> contents(
      String uri, String mimeType, String member, String value) {
    ObjectNode result = (ObjectNode) StatelessMcp.tree("{'contents':[{}]}");
    result.withObject("/contents/0").put("uri", uri).put("mimeType", mimeType).put(member, value);
    return Optional.of(result);
  }

  @Override
  public Optional<List<String>> complete(
      ObjectNode reference, String argument, String typed, Asking asking) {
    List<String> cities = List.of("paris", "park", "party");
    return Optional.of(cities.stream().filter(city -> city.startsWith(typed)).toList());
  }
}
