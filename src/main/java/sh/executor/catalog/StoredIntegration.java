package sh.executor.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.IntegrationId;
import sh.executor.catalog.model.RevisionId;

/**
 * The row of an integration, its config as the text that is stored.
 *
 * @param createdAt and {@code updatedAt} are the database's; what they say before an insertion does
 *     not matter
 */
record StoredIntegration(
    IntegrationId id,
    String slug,
    String kind,
    String name,
    String description,
    String config,
    @Nullable String sourceUrl,
    RevisionId revision,
    int operationCount,
    int unreviewedCount,
    Instant createdAt,
    Instant updatedAt) {}
