package sh.executor.api;

import org.jspecify.annotations.Nullable;

/**
 * A key to make.
 *
 * @param name for its owner, {@code [1, 80]} characters
 * @param kind a person's key when null
 */
public record ApiKeyCreate(String name, @Nullable ApiKeyKind kind) {}
