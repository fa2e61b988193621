package sh.executor.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection to make; one of the same owner, integration and name is replaced. Its credential is
 * one of {@code value} and {@code values}, or neither for the template {@code none}.
 *
 * @param name becomes an identifier: words joined in camel case
 * @param integration the integration's slug
 * @param template the way it authenticates, an {@link AuthMethodView#id}
 * @param identityLabel who it acts as over there, at most 200 characters
 * @param description for agents, at most 4,000 characters
 * @param value the one value of a template that takes one
 * @param values the values by variable
 */
public record ConnectionCreate(
    OwnerName owner,
    String name,
    String integration,
    String template,
    @Nullable String identityLabel,
    @Nullable String description,
    @Nullable String value,
    @Nullable Map<String, String> values) {

  public ConnectionCreate {
    values = values == null ? null : Map.copyOf(values);
  }

  /** Leaves the credential out. */
  @Override
  public String toString() {
    return "ConnectionCreate[" + owner + ' ' + integration + ' ' + name + ']';
  }
}
