package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to authenticate against an integration. What is null is left out.
 *
 * @param id unique within the integration
 * @param label for people
 * @param kind which form a person is shown
 * @param template what a connection names it by; equal to {@code id}
 * @param placements where its values go; null when it takes none
 */
@JsonInclude(Include.NON_NULL)
public record AuthMethodView(
    String id, String label, Kind kind, String template, @Nullable List<Placement> placements) {

  /** Sorts of method. */
  public enum Kind {
    /** No credential. */
    @JsonProperty("none")
    NONE,
    /** One or more pasted values. */
    @JsonProperty("apikey")
    APIKEY,
    /** A sign-in at the other side. */
    @JsonProperty("oauth")
    OAUTH
  }

  /** The part of a request that carries a value. */
  public enum Carrier {
    /** A header. */
    @JsonProperty("header")
    HEADER,
    /** A query parameter. */
    @JsonProperty("query")
    QUERY,
    /** A cookie. */
    @JsonProperty("cookie")
    COOKIE
  }

  /**
   * One header, query parameter or cookie.
   *
   * @param name of the header, parameter or cookie
   * @param prefix written before the value; may be empty
   * @param variable the value of the connection that goes here
   * @param variables the two that go here together, with {@code encoding}
   * @param encoding {@code basic} for user and password (RFC 7617)
   * @param literal a fixed value instead
   */
  @JsonInclude(Include.NON_NULL)
  public record Placement(
      Carrier carrier,
      String name,
      String prefix,
      @Nullable String variable,
      @Nullable List<String> variables,
      @Nullable String encoding,
      @Nullable String literal) {}
}
