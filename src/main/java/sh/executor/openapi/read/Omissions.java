package sh.executor.openapi.read;

import java.util.List;
import java.util.Locale;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Json;

/** What a description has and no tool is made of, for whoever is about to add it. */
public final class Omissions {

  private static final int NAMED_MAX = 20;

  private Omissions() {}

  /** A sentence for each kind of omission; empty when there is a tool for every operation. */
  public static List<String> of(Document document) {
    List<String> unsent = unsent(document);
    if (unsent.isEmpty()) {
      return List.of();
    }
    int more = unsent.size() - NAMED_MAX;
    return List.of(
        "No tools are made of operations whose method is never sent: "
            + String.join(", ", unsent.subList(0, Math.min(NAMED_MAX, unsent.size())))
            + (more > 0 ? " and " + more + " more." : "."));
  }

  private static List<String> unsent(Document document) {
    return document.names("paths").stream()
        .filter(path -> path.startsWith("/"))
        .flatMap(path -> PathItem.of(document, path).unsent().stream().map(it -> verb(it, path)))
        .toList();
  }

  private static String verb(String method, String path) {
    return method.toUpperCase(Locale.ROOT) + ' ' + Json.wellFormed(path);
  }
}
