package sh.executor.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Reading;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Json;
import sh.executor.openapi.document.Overrides;
import sh.executor.openapi.document.Sha256;
import sh.executor.openapi.read.OpenApiVersion;
import sh.executor.openapi.read.OperationsReader;
import sh.executor.openapi.settings.Settings;

/** From bytes to a {@link Reading}. */
final class DescriptionReader {

  private static final String OVERRIDES = "specOverrides";
  private static final int TITLE_MAX = 200;
  private static final int DESCRIPTION_MAX = 4000;
  private static final int SLUG_MAX = 63;

  private DescriptionReader() {}

  /** A description, put right as {@code options} have it. */
  static Document document(Description description, ObjectNode options) {
    return Overrides.of(options.path(OVERRIDES)).apply(Document.parse(description.bytes()));
  }

  /**
   * Reads a description.
   *
   * @param specUrl the address to fetch it from again; null when it was given
   */
  static Reading read(Description description, @Nullable URI specUrl, ObjectNode options) {
    Settings settings = Settings.of(options);
    Document document = document(description, options);
    OpenApiVersion.of(document);
    var extraction =
        new OperationsReader(document, description.from(), settings.baseUrl() != null).read();
    byte[] sha256 = Sha256.of(description.bytes());
    ObjectNode config = settings.config(extraction.methods().methods(), extraction.servers());
    if (specUrl != null) {
      config.put("specUrl", specUrl.toString());
    }
    if (options.path(OVERRIDES).isEmpty()) {
      config.put("specHash", HexFormat.of().formatHex(sha256));
    } else {
      config.put("sourceSpecHash", HexFormat.of().formatHex(sha256));
      config.put("specHash", HexFormat.of().formatHex(document.sha256()));
      config.set(OVERRIDES, options.get(OVERRIDES));
    }
    ObjectNode oauth = extraction.methods().oauth();
    if (!oauth.isEmpty()) {
      config.set("oauth", oauth);
    }
    for (String name : new String[] {"specFormat", "family"}) {
      if (options.path(name).isTextual()) {
        config.set(name, options.get(name));
      }
    }
    String title = title(document);
    return new Reading(
        title,
        about(document),
        slug(title),
        config,
        sha256,
        extraction.operations(),
        extraction.definitions());
  }

  /** What the description calls itself; never empty. */
  static String title(Document document) {
    String title = Json.string(info(document), "title", "").replaceAll("\\s+", " ").strip();
    return title.isEmpty() ? "API" : cut(title, TITLE_MAX);
  }

  /** What the description says of itself; may be empty. */
  static String about(Document document) {
    return cut(Json.string(info(document), "description", "").strip(), DESCRIPTION_MAX);
  }

  /** {@code title} as a slug: {@code [a-z0-9_]}, {@code [1, 63]} characters. */
  static String slug(String title) {
    String slug =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    String cut = slug.length() <= SLUG_MAX ? slug : slug.substring(0, SLUG_MAX);
    return cut.isEmpty() ? "api" : cut;
  }

  static JsonNode info(Document document) {
    return document.at("info");
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : Json.wellFormed(text.substring(0, max - 1)) + "…";
  }
}
