package sh.executor.catalog.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Owner;

/**
 * A credentialed instance of an integration. Never carries the credential.
 *
 * @param owner the organisation, or the member who asked
 * @param name a JavaScript identifier; unique for its owner within the integration
 * @param integration the slug
 * @param template the {@link AuthMethod#id} its values are for
 * @param identityLabel whose account it is, for people; null for unknown
 * @param description for people and agents; null for none
 */
public record Connection(
    ConnectionId id,
    Owner owner,
    String name,
    String integration,
    String template,
    @Nullable String identityLabel,
    @Nullable String description,
    Instant createdAt,
    Instant updatedAt) {

  /** {@code tools.<integration>.<owner>.<connection>}. */
  public String address() {
    return "tools." + integration + '.' + owner.wire() + '.' + name;
  }
}
