package sh.executor.catalog.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * One way to authenticate against an integration, which a connection names as its template.
 *
 * @param id what a connection refers to it by; unique within the integration
 * @param label for people
 * @param kind what sort it is, for a console to choose a form by
 * @param placements where its values go; empty for {@link Kind#NONE} and {@link Kind#OAUTH}
 */
public record AuthMethod(String id, String label, Kind kind, List<Placement> placements) {

  /** The template of a connection without credentials. */
  public static final String NONE_ID = "none";

  public AuthMethod {
    placements = List.copyOf(placements);
  }

  /** The method of an API that asks for no credential. */
  public static AuthMethod none() {
    return new AuthMethod(NONE_ID, "No authentication", Kind.NONE, List.of());
  }

  /** The names of the values a connection must bring, in the order of the placements. */
  public SequencedSet<String> variables() {
    SequencedSet<String> variables = new LinkedHashSet<>();
    for (Placement placement : placements) {
      if (placement.literal() == null) {
        variables.addAll(placement.variables());
      }
    }
    return variables;
  }

  /** Sorts of method. The wire form is the name in lower case. */
  public enum Kind {
    NONE,
    APIKEY,
    OAUTH
  }

  /** The part of a request that carries a credential. The wire form is the name in lower case. */
  public enum Carrier {
    HEADER,
    QUERY,
    COOKIE
  }

  /** How a value is written into its place. */
  public enum Encoding {
    /** The prefix, then the value of the one variable. */
    PLAIN,
    /**
     * RFC 7617: the base 64 of the first variable, a colon and the second, after {@code Basic }.
     */
    BASIC
  }

  /**
   * One header, query parameter or cookie of a request.
   *
   * @param name of the header, parameter or cookie
   * @param prefix before the value, such as {@code Bearer }; may be empty
   * @param variables the values it takes from the connection: one, or user and password for {@link
   *     Encoding#BASIC}
   * @param literal a fixed value instead of a variable; null for none
   */
  public record Placement(
      Carrier carrier,
      String name,
      String prefix,
      Encoding encoding,
      List<String> variables,
      @Nullable String literal) {

    public Placement {
      variables = List.copyOf(variables);
    }
  }
}
