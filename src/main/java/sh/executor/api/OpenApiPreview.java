package sh.executor.api;

/**
 * Asks what adding an API would bring.
 *
 * @param spec its URL, or its description itself, OpenAPI 3.0 or 3.1 in JSON or YAML
 */
public record OpenApiPreview(String spec) {}
