package sh.executor.openapi.binding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one operation is called.
 *
 * @param method in upper case
 * @param path the template, with {@code {placeholders}}
 * @param body null when the operation takes none
 * @param servers the operation's or path's own; empty to use the integration's
 * @param answer what is known of a successful response
 */
public record Binding(
    String method,
    String path,
    List<Parameter> parameters,
    @Nullable Body body,
    List<Server> servers,
    @Nullable Answer answer) {

  public Binding {
    parameters = parameters == null ? List.of() : List.copyOf(parameters);
    servers = servers == null ? List.of() : List.copyOf(servers);
  }

  /** How successful responses are to be taken, where their content type does not say it. */
  public enum Answer {
    /** Bytes, a file. */
    BINARY,
    /** A JSON object whose {@code data} is a file in base 64. */
    BASE64,
    /** A JSON object whose {@code data} is a file in the URL-safe base 64 of RFC 4648 §5. */
    BASE64URL,
    /** A stream of events or lines that may not end by itself. */
    STREAM
  }
}
