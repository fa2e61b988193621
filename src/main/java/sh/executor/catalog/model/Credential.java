package sh.executor.catalog.model;

import java.util.Map;
import sh.executor.secret.SecretValue;

/**
 * The opened credential of one connection, for the length of one call.
 *
 * @param template the {@link AuthMethod#id} the connection was made for
 * @param values by variable; empty for a connection without credentials
 */
public record Credential(String template, Map<String, SecretValue> values) {

  public Credential {
    values = Map.copyOf(values);
  }
}
