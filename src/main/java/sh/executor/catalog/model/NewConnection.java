package sh.executor.catalog.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Owner;
import sh.executor.secret.SecretValue;

/**
 * A connection to make.
 *
 * @param name any text; becomes a JavaScript identifier
 * @param integration the slug
 * @param template the {@link AuthMethod#id}, or {@link AuthMethod#NONE_ID}
 * @param value the one value of a method that takes one; null for none
 * @param values by variable; empty for none. Not beside {@code value}
 */
public record NewConnection(
    Owner owner,
    String name,
    String integration,
    String template,
    @Nullable String identityLabel,
    @Nullable String description,
    @Nullable SecretValue value,
    Map<String, SecretValue> values) {

  public NewConnection {
    values = Map.copyOf(values);
  }
}
