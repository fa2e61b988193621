package sh.executor.openapi.binding;

import java.util.Locale;
import java.util.Set;

/** Sorts media types by how their content is handled. Parameters such as a charset don't matter. */
public final class MediaTypes {

  private static final Set<String> LINES =
      Set.of(
          "application/x-ndjson",
          "application/ndjson",
          "application/jsonl",
          "application/x-jsonlines",
          "application/jsonlines",
          "application/stream+json",
          "application/json-seq");
  private static final Set<String> TEXT =
      Set.of(
          "application/xml",
          "application/javascript",
          "application/ecmascript",
          "application/graphql",
          "application/yaml",
          "application/x-yaml",
          "application/toml",
          "application/sql",
          "application/x-sh",
          "application/x-www-form-urlencoded",
          "application/jwt");

  private MediaTypes() {}

  /** {@code type} without parameters, in lower case. */
  public static String bare(String type) {
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /** One JSON value, also of a vendor's ({@code application/vnd.x+json}). */
  public static boolean json(String type) {
    String bare = bare(type);
    return !LINES.contains(bare)
        && (bare.equals("application/json") || bare.equals("text/json") || bare.endsWith("+json"));
  }

  /** JSON values, one a line. */
  public static boolean lines(String type) {
    return LINES.contains(bare(type));
  }

  /** Events or lines, which may go on for as long as the connection does. */
  public static boolean stream(String type) {
    return lines(type) || bare(type).equals("text/event-stream");
  }

  /** Fields of a form, as in a URL's query. */
  public static boolean urlencoded(String type) {
    return bare(type).equals("application/x-www-form-urlencoded");
  }

  /** Parts with a boundary. */
  public static boolean multipart(String type) {
    return bare(type).startsWith("multipart/");
  }

  /** Characters, whatever they mean. */
  public static boolean text(String type) {
    String bare = bare(type);
    return bare.startsWith("text/")
        || TEXT.contains(bare)
        || bare.endsWith("+xml")
        || bare.endsWith("+yaml")
        || bare.endsWith("+text");
  }

  /** Anything: the type says nothing. */
  public static boolean any(String type) {
    String bare = bare(type);
    return bare.isEmpty() || bare.equals("*/*") || bare.equals("application/*");
  }

  /** Bytes that are none of the other sorts. */
  public static boolean binary(String type) {
    return !json(type) && !stream(type) && !text(type) && !multipart(type) && !any(type);
  }
}
