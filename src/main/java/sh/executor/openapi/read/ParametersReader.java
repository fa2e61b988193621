package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sh.executor.openapi.binding.Parameter.Location;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Refusal;
import sh.executor.outbound.Reserved;

/**
 * The parameters of an operation: those of its path, overridden by its own of the same place and
 * name. Headers that the body, the response or the credential decide are left out.
 */
final class ParametersReader {

  private static final int COUNT_MAX = 2_000;

  /** Decided by the body, the answer, the credential (OpenAPI 3.1 §4.8.12.2.1), or by outbound. */
  private static final Set<String> HEADERS_OURS =
      Set.of("accept", "accept-encoding", "authorization", "content-type");

  private final Document document;

  ParametersReader(Document document) {
    this.document = document;
  }

  /**
   * All that a caller may give, in order.
   *
   * @param where the operation, for the message of a refusal
   */
  List<DeclaredParameter> read(JsonNode ofPath, JsonNode ofOperation, String where) {
    Map<String, DeclaredParameter> declared = new LinkedHashMap<>();
    collect(ofPath, where, declared);
    collect(ofOperation, where, declared);
    if (declared.size() > COUNT_MAX) {
      throw Refusal.extraction(where + " has more than " + COUNT_MAX + " parameters.");
    }
    return new ArrayList<>(declared.values());
  }

  private void collect(JsonNode list, String where, Map<String, DeclaredParameter> declared) {
    if (!list.isArray()) {
      return;
    }
    for (JsonNode entry : list) {
      JsonNode node = document.resolve(entry, "A parameter of " + where);
      DeclaredParameter.of(node)
          .filter(parameter -> !ours(parameter))
          .ifPresent(parameter -> declared.put(parameter.in() + " " + parameter.name(), parameter));
    }
  }

  private static boolean ours(DeclaredParameter parameter) {
    return parameter.in() == Location.HEADER
        && (HEADERS_OURS.contains(parameter.name().toLowerCase(Locale.ROOT))
            || Reserved.isHeader(parameter.name()));
  }
}
