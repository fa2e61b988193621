package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How an API is called. What is null is left out.
 *
 * @param specUrl where its description is read again
 * @param baseUrl where to call it, when not where the description says
 * @param headers sent with every call, by name
 * @param queryParams likewise
 * @param authenticationTemplate how connections authenticate, an array
 * @param idempotencyHeader by which the API tells a repetition from a new request, when it was said
 * @param specOverrides what is put right in the description each time it is read
 */
@JsonInclude(Include.NON_NULL)
public record OpenApiConfigView(
    @Nullable String specUrl,
    @Nullable String baseUrl,
    @Nullable JsonNode headers,
    @Nullable JsonNode queryParams,
    JsonNode authenticationTemplate,
    @Nullable String idempotencyHeader,
    @Nullable JsonNode specOverrides) {}
