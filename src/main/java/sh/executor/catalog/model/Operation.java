package sh.executor.catalog.model;

import org.jspecify.annotations.Nullable;

/**
 * One thing an integration can do, as its description says it.
 *
 * @param name unique within the integration, {@code [1, 255]} characters, may contain dots
 * @param description for agents; may be empty
 * @param approvalDescription what a human is asked about, such as {@code POST /repos}; null to ask
 *     with the address only
 * @param inputSchema JSON Schema of the arguments as JSON text; shared parts as {@code
 *     #/$defs/<name>}
 * @param outputSchema JSON Schema of the data of a successful result; null when nothing is known
 * @param binding what the kind needs to invoke it, as JSON text; opaque to all others
 */
public record Operation(
    String name,
    String description,
    Effect effect,
    @Nullable String approvalDescription,
    @Nullable String inputSchema,
    @Nullable String outputSchema,
    String binding) {}
