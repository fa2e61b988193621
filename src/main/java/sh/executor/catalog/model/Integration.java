package sh.executor.catalog.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thing with tools, of the whole organisation.
 *
 * @param slug what it is called in addresses; unique in the organisation, without dots
 * @param kind the {@link IntegrationKind#name}
 * @param name for people
 * @param description for agents; may be empty
 * @param config what its kind keeps; no secret
 * @param authMethods how a connection may authenticate
 * @param sourceUrl where its description can be read again; null when it was given inline
 * @param revision the reading it offers now
 * @param operationCount how many operations that has
 * @param unreviewedCount how many of them a refresh brought in and nobody has looked at
 */
public record Integration(
    IntegrationId id,
    String slug,
    String kind,
    String name,
    String description,
    ObjectNode config,
    List<AuthMethod> authMethods,
    @Nullable String sourceUrl,
    RevisionId revision,
    int operationCount,
    int unreviewedCount,
    Instant createdAt,
    Instant updatedAt) {

  public Integration {
    authMethods = List.copyOf(authMethods);
  }

  /** Whether a refresh can fetch the description again without being given one. */
  public boolean canRefresh() {
    return sourceUrl != null;
  }
}
