package sh.executor.api;

import org.jspecify.annotations.Nullable;

/**
 * New words for an integration. What is absent stays as it is.
 *
 * @param name for people, {@code [1, 200]} characters
 * @param description for agents, {@code [0, 4000]} characters
 */
public record IntegrationUpdate(@Nullable String name, @Nullable String description) {}
