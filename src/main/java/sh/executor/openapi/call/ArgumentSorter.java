package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.binding.Parameter;
import sh.executor.openapi.binding.Parameter.Location;

/**
 * Sorts the arguments of a call to the parameters and the body. Beside the flat names a caller may
 * nest values by place ({@code path}, {@code query}, {@code headers}, {@code cookies} and their
 * aliases) and call the body {@code input}; a parameter of such a name comes first. What the
 * operation does not take is refused, with a list of what it does.
 */
final class ArgumentSorter {

  private static final Map<String, Set<Location>> CONTAINERS =
      Map.of(
          "path", Set.of(Location.PATH),
          "pathParams", Set.of(Location.PATH),
          "query", Set.of(Location.QUERY),
          "queryParams", Set.of(Location.QUERY),
          "params", Set.of(Location.PATH, Location.QUERY),
          "headers", Set.of(Location.HEADER),
          "header", Set.of(Location.HEADER),
          "cookies", Set.of(Location.COOKIE),
          "cookie", Set.of(Location.COOKIE));
  private static final Set<String> BODY_LOOKALIKES =
      Set.of("requestBody", "request_body", "data", "payload", "json");
  private static final int SHOWN_MAX = 60;

  private final Binding binding;
  private final boolean serverChoice;
  private final Map<Parameter, JsonNode> values = new LinkedHashMap<>();
  private final Map<String, JsonNode> others = new HashMap<>();

  private ArgumentSorter(Binding binding, boolean serverChoice) {
    this.binding = binding;
    this.serverChoice = serverChoice;
  }

  /**
   * Sorts {@code arguments}.
   *
   * @param serverChoice whether a server may be chosen
   * @throws BadArguments when some are unknown, missing or of the wrong type
   */
  static Given sort(Binding binding, boolean serverChoice, JsonNode arguments) {
    if (!arguments.isObject() && !arguments.isNull() && !arguments.isMissingNode()) {
      throw new BadArguments("The arguments must be one object, such as {\"name\": value}.");
    }
    ArgumentSorter sorter = new ArgumentSorter(binding, serverChoice);
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      sorter.one(argument.getKey(), argument.getValue());
    }
    sorter.requireAll();
    sorter.values.forEach(ArgumentTypes::check);
    return sorter.given();
  }

  private void one(String name, JsonNode value) {
    Optional<Parameter> parameter = parameter(name);
    if (parameter.isPresent()) {
      put(parameter.get(), value);
    } else if (reserved().contains(name)) {
      other(name, value);
    } else if (name.equals("input") && binding.body() != null) {
      other("body", value);
    } else if (CONTAINERS.containsKey(name) && value.isObject()) {
      contained(name, value);
    } else {
      throw unknown(name);
    }
  }

  private void contained(String container, JsonNode members) {
    Set<Location> places = CONTAINERS.getOrDefault(container, Set.of());
    for (Map.Entry<String, JsonNode> member : members.properties()) {
      Parameter parameter =
          binding.parameters().stream()
              .filter(candidate -> places.contains(candidate.in()))
              .filter(candidate -> named(candidate, member.getKey()))
              .findFirst()
              .orElseThrow(() -> unknown(container + '.' + member.getKey()));
      put(parameter, member.getValue());
    }
  }

  private static boolean named(Parameter parameter, String name) {
    return parameter.in() == Location.HEADER
        ? parameter.name().equalsIgnoreCase(name)
        : parameter.name().equals(name) || parameter.argument().equals(name);
  }

  private Optional<Parameter> parameter(String argument) {
    return binding.parameters().stream()
        .filter(parameter -> parameter.argument().equals(argument))
        .findFirst();
  }

  private void put(Parameter parameter, JsonNode value) {
    if (!value.isNull()) {
      values.put(parameter, value);
    }
  }

  private void other(String name, JsonNode value) {
    if (!value.isNull()) {
      others.put(name, value);
    }
  }

  private Set<String> reserved() {
    Set<String> reserved = new LinkedHashSet<>();
    if (binding.body() != null) {
      reserved.add("body");
      if (BodyWriter.takesBytes(binding.body())) {
        reserved.add("bodyBase64");
      }
      if (binding.body().media().size() > 1) {
        reserved.add("contentType");
      }
    }
    if (serverChoice) {
      reserved.add("server");
    }
    return reserved;
  }

  private BadArguments unknown(String name) {
    String hint =
        binding.body() != null && BODY_LOOKALIKES.contains(name)
            ? " Give the request body as `body`."
            : "";
    return new BadArguments(
        "Unknown argument `" + shown(name) + "`." + hint + " Accepted: " + accepted() + '.');
  }

  private String accepted() {
    Set<String> names = new LinkedHashSet<>();
    binding.parameters().forEach(parameter -> names.add(parameter.argument()));
    names.addAll(reserved());
    if (names.isEmpty()) {
      return "none";
    }
    String list = String.join(", ", names.stream().limit(SHOWN_MAX).toList());
    return names.size() > SHOWN_MAX ? list + " and " + (names.size() - SHOWN_MAX) + " more" : list;
  }

  private void requireAll() {
    Set<String> missing = new LinkedHashSet<>();
    for (Parameter parameter : binding.parameters()) {
      if (parameter.required() && !values.containsKey(parameter)) {
        missing.add(parameter.argument());
      }
    }
    boolean bodyMissing = !others.containsKey("body") && !others.containsKey("bodyBase64");
    if (binding.body() != null && binding.body().required() && bodyMissing) {
      missing.add("body");
    }
    if (!missing.isEmpty()) {
      throw new BadArguments(
          "Missing required "
              + (missing.size() == 1 ? "argument " : "arguments ")
              + String.join(", ", missing)
              + ". Accepted: "
              + accepted()
              + '.');
    }
  }

  private Given given() {
    return new Given(
        values,
        others.get("body"),
        text("bodyBase64"),
        text("contentType"),
        others.getOrDefault("server", MissingNode.getInstance()));
  }

  private @Nullable String text(String name) {
    JsonNode value = others.get(name);
    if (value != null && !value.isTextual()) {
      throw new BadArguments("`" + name + "` must be a string.");
    }
    return value == null ? null : value.textValue();
  }

  private static String shown(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }
}
