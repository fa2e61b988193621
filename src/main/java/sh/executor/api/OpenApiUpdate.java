package sh.executor.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A new reading of an API's description.
 *
 * @param spec where from; where it came from before when null
 * @param specOverrides what is put right in it, an array of JSON Patch operations (RFC 6902); as
 *     before when null, nothing when empty
 */
public record OpenApiUpdate(@Nullable SpecSource spec, @Nullable JsonNode specOverrides) {}
