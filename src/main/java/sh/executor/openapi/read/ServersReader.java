package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Server;
import sh.executor.openapi.document.Json;
import sh.executor.openapi.document.Refusal;

/**
 * Server objects (OpenAPI 3.1 §4.8.5). A relative URL is resolved against the address that the
 * description came from; without one it stays relative, and calls need a base URL.
 */
final class ServersReader {

  private static final int SERVERS_MAX = 100;
  private static final Pattern ABSOLUTE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:)?//.*");

  private final @Nullable URI source;

  ServersReader(@Nullable URI source) {
    this.source = source;
  }

  /** The servers of the whole description; never empty. */
  List<Server> ofDocument(JsonNode servers) {
    List<Server> read = read(servers);
    return read.isEmpty() ? List.of(new Server(resolved("/"), Map.of())) : read;
  }

  /** The servers of one path or operation; empty when it has none of its own. */
  List<Server> read(JsonNode servers) {
    List<Server> read = new ArrayList<>();
    if (servers.isArray()) {
      for (JsonNode server : servers) {
        if (read.size() == SERVERS_MAX) {
          throw Refusal.extraction("The description names more than " + SERVERS_MAX + " servers.");
        }
        String url = Json.string(server, "url", "").strip();
        read.add(new Server(resolved(url), variables(server.path("variables"))));
      }
    }
    return read;
  }

  private String resolved(String url) {
    if (url.startsWith("{") || (ABSOLUTE.matcher(url).matches() && !url.startsWith("//"))) {
      return url;
    }
    URI base = source;
    if (base == null || base.getHost() == null) {
      return url;
    }
    if (url.startsWith("//")) {
      return base.getScheme() + ':' + url;
    }
    String origin = base.getScheme() + "://" + base.getRawAuthority();
    if (url.startsWith("/")) {
      return origin + url;
    }
    return origin + relative(base.getRawPath(), url);
  }

  private static String relative(@Nullable String basePath, String url) {
    String path = basePath == null || basePath.isEmpty() ? "/" : basePath;
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    List<String> segments = new ArrayList<>();
    for (String segment : (folder + url).split("/", -1)) {
      if (segment.equals("..")) {
        if (!segments.isEmpty()) {
          segments.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return '/' + String.join("/", segments);
  }

  private static Map<String, Server.Variable> variables(JsonNode node) {
    Map<String, Server.Variable> variables = new LinkedHashMap<>();
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        List<String> allowed = new ArrayList<>();
        member.getValue().path("enum").forEach(value -> allowed.add(value.asText()));
        String fallback = member.getValue().path("default").asText("");
        variables.put(member.getKey(), new Server.Variable(fallback, allowed));
      }
    }
    return variables;
  }
}
