package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.binding.Parameter;
import sh.executor.openapi.binding.Parameter.Location;

/**
 * The URL of a call. A value in the path is one segment unless the description lets it have more;
 * it is never empty, {@code .} or {@code ..}, which would make another path of it.
 */
final class RequestTarget {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\+?)([^{}]+)}");
  private static final int LENGTH_MAX = 64 << 10;

  private final Binding binding;
  private final Map<Parameter, JsonNode> values;

  RequestTarget(Binding binding, Map<Parameter, JsonNode> values) {
    this.binding = binding;
    this.values = values;
  }

  /**
   * The URL.
   *
   * @param base without a slash at its end
   * @param fixed pairs that every call has
   * @param credential pairs that carry a credential: they come last, and arguments of the same name
   *     are dropped
   */
  URI uri(String base, Map<String, String> fixed, Map<String, String> credential) {
    String template = binding.path();
    int fragment = template.indexOf('#');
    String whole = fragment < 0 ? template : template.substring(0, fragment);
    int question = whole.indexOf('?');
    String path = expand(question < 0 ? whole : whole.substring(0, question), Percent.PATH_LITERAL);
    List<String> query = new ArrayList<>();
    if (question >= 0 && question + 1 < whole.length()) {
      query.add(expand(whole.substring(question + 1), Percent.QUERY_LITERAL));
    }
    query.addAll(pairs(fixed, credential));
    String url = joined(base, path, String.join("&", query));
    if (url.length() > LENGTH_MAX) {
      throw new BadArguments(
          "The arguments make a URL of more than " + LENGTH_MAX + " characters.");
    }
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new BadArguments(
          "The description's server and path make no valid URL: " + e.getReason() + '.');
    }
  }

  private static String joined(String base, String path, String query) {
    int question = base.indexOf('?');
    String start = question < 0 ? base : base.substring(0, question);
    String own = question < 0 ? "" : base.substring(question + 1);
    String all = own.isEmpty() || query.isEmpty() ? own + query : own + '&' + query;
    return start + path + (all.isEmpty() ? "" : '?' + all);
  }

  private List<String> pairs(Map<String, String> fixed, Map<String, String> credential) {
    List<String> pairs = new ArrayList<>();
    Set<String> given =
        values.keySet().stream()
            .filter(parameter -> parameter.in() == Location.QUERY)
            .map(Parameter::name)
            .collect(Collectors.toSet());
    fixed.forEach(
        (name, value) -> {
          if (!given.contains(name) && !credential.containsKey(name)) {
            pairs.add(pair(name, value));
          }
        });
    values.forEach(
        (parameter, value) -> {
          if (parameter.in() == Location.QUERY) {
            written(parameter, value).stream()
                .filter(pair -> !credential.containsKey(pair.name()))
                .forEach(pair -> pairs.add(pair.text()));
          }
        });
    credential.forEach((name, value) -> pairs.add(pair(name, value)));
    return pairs;
  }

  private static String pair(String name, String value) {
    return Percent.STRICT.encode(name) + '=' + Percent.STRICT.encode(value);
  }

  private static List<FormStyles.Pair> written(Parameter parameter, JsonNode value) {
    Percent encoding = parameter.allowReserved() ? Percent.QUERY_RESERVED : Percent.STRICT;
    FormStyles styles = new FormStyles(encoding);
    return parameter.json()
        ? List.of(new FormStyles.Pair(parameter.name(), pair(parameter.name(), Values.text(value))))
        : styles.write(parameter.name(), value, parameter.style(), parameter.explode());
  }

  private String expand(String template, Percent literal) {
    StringBuilder expanded = new StringBuilder();
    Matcher matcher = PLACEHOLDER.matcher(template);
    int end = 0;
    while (matcher.find()) {
      expanded.append(literal.encode(template.substring(end, matcher.start())));
      expanded.append(segment(matcher.group(2), !matcher.group(1).isEmpty()));
      end = matcher.end();
    }
    return expanded.append(literal.encode(template.substring(end))).toString();
  }

  private String segment(String name, boolean reserved) {
    for (Map.Entry<Parameter, JsonNode> value : values.entrySet()) {
      Parameter parameter = value.getKey();
      if (parameter.in() == Location.PATH && parameter.name().equals(name)) {
        return safe(parameter, value.getValue(), reserved || parameter.allowReserved());
      }
    }
    throw new BadArguments(
        "The path "
            + binding.path()
            + " needs a value for {"
            + name
            + "}, but the operation has no"
            + " parameter of that name.");
  }

  private static String safe(Parameter parameter, JsonNode value, boolean reserved) {
    Percent encoding = reserved ? Percent.PATH_RESERVED : Percent.STRICT;
    String text = SimpleStyles.write(parameter, value, encoding::encode);
    boolean climbs = List.of(text.split("/", -1)).stream().anyMatch(RequestTarget::isDots);
    if (text.isEmpty() || climbs) {
      throw new BadArguments("`" + parameter.argument() + "` must not be empty, `.` or `..`.");
    }
    return text;
  }

  private static boolean isDots(String segment) {
    return segment.equals(".") || segment.equals("..");
  }
}
