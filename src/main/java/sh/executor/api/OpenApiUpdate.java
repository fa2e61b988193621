package sh.executor.api;

import org.jspecify.annotations.Nullable;

/**
 * A new reading of an API's description.
 *
 * @param spec where from; where it came from before when null
 */
public record OpenApiUpdate(@Nullable SpecSource spec) {}
