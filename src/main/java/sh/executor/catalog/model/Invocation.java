package sh.executor.catalog.model;

import org.jspecify.annotations.Nullable;
import sh.executor.kernel.TenantId;

/**
 * For whom a prepared call is sent, and with what.
 *
 * @param tenant whose limits it counts against
 * @param integration the slug, for messages
 * @param idempotencyKey the same at every attempt of one call, for a {@link Repeat.WithKey}; null
 *     when nobody may send the call again
 */
public record Invocation(
    TenantId tenant, String integration, Credential credential, @Nullable String idempotencyKey) {}
