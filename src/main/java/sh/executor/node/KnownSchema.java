package sh.executor.node;

/**
 * What a node says of its build, so that no migration is applied that would break it.
 *
 * @param migration the number of the newest migration the build knows
 */
public record KnownSchema(int migration) {}
