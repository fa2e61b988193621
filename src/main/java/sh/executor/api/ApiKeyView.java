package sh.executor.api;

import org.jspecify.annotations.Nullable;

/**
 * A key, without what opens the door. What is null is written as null.
 *
 * @param obfuscatedValue its first characters, to tell it from others
 * @param lastUsedAt null when it never was
 */
public record ApiKeyView(
    String id,
    String name,
    ApiKeyKind kind,
    String obfuscatedValue,
    long createdAt,
    long updatedAt,
    @Nullable Long lastUsedAt) {}
