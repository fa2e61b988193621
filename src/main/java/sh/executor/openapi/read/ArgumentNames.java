package sh.executor.openapi.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a caller calls each parameter: its own name, unless two have the same. Then the one in the
 * path keeps it, before query, header and cookie, and the others get their place as a suffix:
 * {@code id_query}. A parameter named as something else the operation takes ({@code body}) becomes
 * {@code body_param}.
 */
final class ArgumentNames {

  private ArgumentNames() {}

  /**
   * The names for {@code parameters}, in their order.
   *
   * @param reserved what the operation takes beside its parameters
   */
  static List<String> of(List<DeclaredParameter> parameters, Set<String> reserved) {
    List<Integer> order = new ArrayList<>();
    Set<String> declared = new HashSet<>();
    for (int i = 0; i < parameters.size(); i++) {
      order.add(i);
      declared.add(parameters.get(i).name());
    }
    order.sort(Comparator.comparing(i -> parameters.get(i).in()));
    Set<String> taken = new HashSet<>(reserved);
    List<String> names = new ArrayList<>(Collections.nCopies(parameters.size(), ""));
    for (int i : order) {
      String name = name(parameters.get(i), reserved, declared, taken);
      taken.add(name);
      names.set(i, name);
    }
    return names;
  }

  private static String name(
      DeclaredParameter parameter, Set<String> reserved, Set<String> declared, Set<String> taken) {
    String plain = parameter.name();
    if (!taken.contains(plain)) {
      return plain;
    }
    String suffix =
        reserved.contains(plain) ? "_param" : '_' + parameter.in().name().toLowerCase(Locale.ROOT);
    String name = plain + suffix;
    for (int n = 2; taken.contains(name) || declared.contains(name); n++) {
      name = plain + suffix + n;
    }
    return name;
  }
}
