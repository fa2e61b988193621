package sh.executor.catalog;

import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sh.executor.catalog.model.IntegrationKind;

/** The kinds of integration this build has, by name. */
@Singleton
final class Kinds {

  private final Map<String, IntegrationKind> byName = new LinkedHashMap<>();

  @Inject
  Kinds(@All List<IntegrationKind> kinds) {
    for (IntegrationKind kind : kinds) {
      if (byName.put(kind.name(), kind) != null) {
        throw new IllegalStateException("Two kinds of integration are named " + kind.name());
      }
    }
  }

  List<IntegrationKind> all() {
    return List.copyOf(byName.values());
  }

  /** The kind a caller names. */
  IntegrationKind named(String name) {
    IntegrationKind kind = byName.get(name);
    if (kind == null) {
      throw Problems.invalid(
          "There is no kind of integration '"
              + Problems.shown(name)
              + "'; there are "
              + String.join(", ", byName.keySet())
              + '.');
    }
    return kind;
  }

  /** The kind a stored row names. */
  IntegrationKind of(String stored) {
    IntegrationKind kind = byName.get(stored);
    if (kind == null) {
      throw new IllegalStateException("This build has no kind of integration named " + stored);
    }
    return kind;
  }
}
