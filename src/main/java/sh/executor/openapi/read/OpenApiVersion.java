package sh.executor.openapi.read;

import java.util.Set;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Refusal;

/** Tells whether a document is one of OpenAPI 3, and if not, what it is and what to do. */
public final class OpenApiVersion {

  private OpenApiVersion() {}

  /** The version, {@code 3.…}; refuses everything else. */
  public static String of(Document document) {
    String version = document.at("openapi").asText("");
    if (version.startsWith("3.")) {
      if (!document.names().contains("paths")) {
        throw Refusal.extraction(
            "The description has no paths, so there is nothing to call. Webhooks and components alone"
                + " make no tools.");
      }
      return version;
    }
    if (!version.isEmpty()) {
      throw Refusal.parse(
          "The description says it is OpenAPI "
              + Refusal.shown(version)
              + "; versions 3.0 and 3.1 can be read.");
    }
    throw Refusal.parse(otherwise(document.names(), document));
  }

  private static String otherwise(Set<String> names, Document document) {
    if (names.contains("swagger")) {
      return "This is a Swagger "
          + Refusal.shown(document.at("swagger").asText("2.0"))
          + " description; only OpenAPI 3 can be read. Convert it first (for example with `npx"
          + " swagger2openapi`) and add the result.";
    }
    if (names.contains("asyncapi")) {
      return "This is an AsyncAPI description, not OpenAPI: its channels are no HTTP operations.";
    }
    if (names.contains("discoveryVersion")) {
      return "This is a Google discovery document, not OpenAPI 3.";
    }
    if (names.contains("__schema")
        || (names.contains("data") && document.at("data").has("__schema"))) {
      return "This is a GraphQL schema, not OpenAPI. Add it as a GraphQL integration.";
    }
    if (names.contains("info") && document.at("info").has("_postman_id")) {
      return "This is a Postman collection, not OpenAPI. Export it as OpenAPI 3 first.";
    }
    return "This is not an OpenAPI description: it has no member `openapi`.";
  }
}
