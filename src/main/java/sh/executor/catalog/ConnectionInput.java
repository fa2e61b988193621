package sh.executor.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.NewConnection;
import sh.executor.secret.SecretValue;

/** Checks the values that come with a new connection against the method they are for. */
final class ConnectionInput {

  private static final int VALUE_LENGTH_MAX = 65_536;
  private static final String DEFAULT_VARIABLE = "token";

  private ConnectionInput() {}

  /** The value of every variable of the wanted method, and no other. */
  static Map<String, SecretValue> values(List<AuthMethod> methods, NewConnection wanted) {
    AuthMethod method = method(methods, wanted.template());
    if (method.kind() == AuthMethod.Kind.OAUTH) {
      throw Problems.invalidConnection(
          "The template '" + method.id() + "' is connected by signing in, not by values.");
    }
    SequencedSet<String> variables = method.variables();
    Map<String, SecretValue> given = given(variables, wanted);
    List<String> missing = new ArrayList<>(variables);
    missing.removeAll(given.keySet());
    List<String> unknown = new ArrayList<>(given.keySet());
    unknown.removeAll(variables);
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw Problems.invalidConnection(
          "The template '"
              + method.id()
              + "' takes "
              + listed(variables)
              + reason(missing, unknown));
    }
    Map<String, SecretValue> values = new LinkedHashMap<>();
    given.forEach((variable, value) -> values.put(variable, checked(variable, value)));
    return values;
  }

  private static AuthMethod method(List<AuthMethod> methods, String template) {
    if (template.equals(AuthMethod.NONE_ID)) {
      return AuthMethod.none();
    }
    return methods.stream()
        .filter(method -> method.id().equals(template))
        .findFirst()
        .orElseThrow(
            () ->
                Problems.invalidConnection(
                    "There is no template '"
                        + Problems.shown(template)
                        + "'; there are "
                        + String.join(", ", methods.stream().map(AuthMethod::id).toList())
                        + '.'));
  }

  private static Map<String, SecretValue> given(
      SequencedSet<String> variables, NewConnection wanted) {
    SecretValue value = wanted.value();
    if (value == null) {
      return wanted.values();
    }
    if (!wanted.values().isEmpty()) {
      throw Problems.invalidConnection("Give either value or values, not both.");
    }
    String variable = variables.size() == 1 ? variables.getFirst() : DEFAULT_VARIABLE;
    return Map.of(variable, value);
  }

  private static String listed(SequencedSet<String> variables) {
    return variables.isEmpty() ? "no values" : "the values " + String.join(", ", variables);
  }

  private static String reason(List<String> missing, List<String> unknown) {
    StringBuilder reason = new StringBuilder();
    if (!missing.isEmpty()) {
      reason.append("; missing: ").append(String.join(", ", missing));
    }
    if (!unknown.isEmpty()) {
      reason.append("; unknown: ").append(Problems.shown(String.join(", ", unknown)));
    }
    return reason.append('.').toString();
  }

  /** A value may not break out of its header line; what pasting added at the end is taken off. */
  private static SecretValue checked(String variable, SecretValue value) {
    String text = value.reveal().strip();
    if (text.isEmpty() || text.length() > VALUE_LENGTH_MAX) {
      throw Problems.invalidConnection(
          "The value '" + variable + "' must have 1 to " + VALUE_LENGTH_MAX + " characters.");
    }
    if (text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw Problems.invalidConnection(
          "The value '" + variable + "' has a line break or another control character.");
    }
    return SecretValue.of(text);
  }
}
