package sh.executor.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An API to add by its OpenAPI description, 3.0 or 3.1.
 *
 * @param slug what its tools are named under; a name made from the title when null
 * @param name for people; the title when null
 * @param description for agents; the description's own when null
 * @param baseUrl where to call it, instead of the servers that the description names
 * @param headers sent with every call, by name; not for credentials
 * @param queryParams likewise
 * @param authenticationTemplate how connections authenticate, an array; from the description when
 *     null, not at all when empty
 * @param idempotencyHeader the header by which the API tells a repetition from a new request; known
 *     APIs and descriptions that declare it need none
 * @param specOverrides what is put right in the description each time it is read, an array of JSON
 *     Patch operations (RFC 6902)
 */
public record OpenApiCreate(
    SpecSource spec,
    @Nullable String slug,
    @Nullable String name,
    @Nullable String description,
    @Nullable String baseUrl,
    @Nullable JsonNode headers,
    @Nullable JsonNode queryParams,
    @Nullable JsonNode authenticationTemplate,
    @Nullable String idempotencyHeader,
    @Nullable JsonNode specOverrides) {}
