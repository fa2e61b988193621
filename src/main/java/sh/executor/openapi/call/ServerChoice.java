package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.binding.Server;
import sh.executor.openapi.settings.Settings;

/** Which server a call goes to: the base URL of the settings, or the one chosen, or the first. */
final class ServerChoice {

  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]+)}");

  private ServerChoice() {}

  /** Whether a caller may choose. */
  static boolean offered(Binding binding, Settings settings) {
    List<Server> servers = servers(binding, settings);
    return servers.size() > 1 || servers.stream().anyMatch(server -> !server.variables().isEmpty());
  }

  /**
   * The URL all of the path is appended to, without a slash at its end.
   *
   * @param chosen the argument {@code server}; a missing node for none
   * @throws BadArguments when it names no server, or a variable is wrong
   */
  static String url(Binding binding, Settings settings, JsonNode chosen) {
    String url = settings.baseUrl();
    if (url == null) {
      url = expanded(server(servers(binding, settings), chosen), chosen.path("variables"));
    }
    if (!url.startsWith("https://") && !url.startsWith("http://")) {
      throw new BadArguments(
          "The description names no absolute server"
              + (url.isBlank() ? "" : " (only " + url + ")")
              + ". An admin must set the integration's baseUrl.");
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /**
   * Whether the caller, by a variable that may have any value, decides which host is called. Then
   * no credential may go along: it would go wherever an agent is talked into sending it.
   */
  static boolean decidesHost(Binding binding, Settings settings, JsonNode chosen) {
    if (settings.baseUrl() != null || !chosen.path("variables").isObject()) {
      return false;
    }
    Server server = server(servers(binding, settings), chosen);
    for (Map.Entry<String, JsonNode> given : chosen.path("variables").properties()) {
      Server.Variable variable = server.variables().get(given.getKey());
      boolean free = variable == null || variable.allowed().isEmpty();
      boolean usual = variable != null && variable.fallback().equals(given.getValue().asText());
      if (free && !usual && inAuthority(server.url(), given.getKey())) {
        return true;
      }
    }
    return false;
  }

  private static boolean inAuthority(String url, String variable) {
    int start = url.indexOf("//");
    int end = url.indexOf('/', start < 0 ? 0 : start + 2);
    String authority = start < 0 || end < 0 ? url : url.substring(0, end);
    return authority.contains('{' + variable + '}');
  }

  private static List<Server> servers(Binding binding, Settings settings) {
    return binding.servers().isEmpty() ? settings.servers() : binding.servers();
  }

  private static Server server(List<Server> servers, JsonNode chosen) {
    @Nullable String url = chosen.isTextual() ? chosen.textValue() : chosen.path("url").textValue();
    Optional<Server> found =
        servers.stream().filter(server -> url == null || server.url().equals(url)).findFirst();
    return found.orElseThrow(
        () ->
            new BadArguments(
                servers.isEmpty()
                    ? "The description names no server. An admin must set the integration's baseUrl."
                    : "`server.url` must be one of "
                        + String.join(", ", servers.stream().map(Server::url).toList())
                        + '.'));
  }

  private static String expanded(Server server, JsonNode values) {
    for (Map.Entry<String, JsonNode> given : values.properties()) {
      if (!server.variables().containsKey(given.getKey())) {
        throw new BadArguments(
            "`server.variables` takes " + String.join(", ", server.variables().keySet()) + '.');
      }
    }
    Matcher matcher = VARIABLE.matcher(server.url());
    return matcher.replaceAll(
        match -> Matcher.quoteReplacement(value(server, match.group(1), values)));
  }

  private static String value(Server server, String name, JsonNode values) {
    Server.Variable variable = server.variables().get(name);
    JsonNode given = values.path(name);
    boolean chosen = given.isValueNode() && !given.isNull();
    String value = chosen ? given.asText() : fallback(variable);
    if (variable != null && !variable.allowed().isEmpty() && !variable.allowed().contains(value)) {
      throw new BadArguments(
          "`server.variables."
              + name
              + "` must be one of "
              + String.join(", ", variable.allowed())
              + '.');
    }
    if (value.isEmpty()) {
      throw new BadArguments("The server needs a value: give `server.variables." + name + "`.");
    }
    if (chosen && !value.matches("[A-Za-z0-9._~-]+(:\\d{1,5})?")) {
      throw new BadArguments(
          "`server.variables." + name + "` may have letters, digits and . _ ~ - only.");
    }
    return value;
  }

  private static String fallback(Server.@Nullable Variable variable) {
    return variable == null ? "" : variable.fallback();
  }
}
