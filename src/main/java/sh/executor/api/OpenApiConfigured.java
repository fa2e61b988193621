package sh.executor.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How connections to an API authenticate now.
 *
 * @param authenticationTemplate an array
 */
public record OpenApiConfigured(JsonNode authenticationTemplate) {}
