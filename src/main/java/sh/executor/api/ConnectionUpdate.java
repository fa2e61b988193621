package sh.executor.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * New words for a connection: what is absent stays as it is, what is null is cleared.
 *
 * @param description a string or null
 * @param identityLabel a string or null
 */
public record ConnectionUpdate(
    @Schema(implementation = String.class) @Nullable JsonNode description,
    @Schema(implementation = String.class) @Nullable JsonNode identityLabel) {}
