package sh.executor.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Asks what adding an API would bring.
 *
 * @param spec its URL, or its description itself, OpenAPI 3.0 or 3.1 in JSON or YAML
 * @param specOverrides what is put right in it, an array of JSON Patch operations (RFC 6902)
 */
public record OpenApiPreview(String spec, @Nullable JsonNode specOverrides) {}
