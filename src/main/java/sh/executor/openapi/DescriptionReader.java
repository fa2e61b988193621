package sh.executor.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Reading;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Json;
import sh.executor.openapi.read.OpenApiVersion;
import sh.executor.openapi.read.OperationsReader;
import sh.executor.openapi.settings.Settings;

/** From bytes to a {@link Reading}. */
final class DescriptionReader {

  private static final int TITLE_MAX = 200;
  private static final int DESCRIPTION_MAX = 4000;
  private static final int SLUG_MAX = 63;

  private DescriptionReader() {}

  /**
   * Reads a description.
   *
   * @param specUrl the address to fetch it from again; null when it was given
   */
  static Reading read(Description description, @Nullable URI specUrl, ObjectNode options) {
    Settings settings = Settings.of(options);
    Document document = Document.parse(description.bytes());
    OpenApiVersion.of(document);
    var extraction =
        new OperationsReader(document, description.from(), settings.baseUrl() != null).read();
    byte[] sha256 = sha256(description.bytes());
    ObjectNode config = settings.config(extraction.methods().methods(), extraction.servers());
    if (specUrl != null) {
      config.put("specUrl", specUrl.toString());
    }
    config.put("specHash", HexFormat.of().formatHex(sha256));
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

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
