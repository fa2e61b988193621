package sh.executor.api;

import org.jspecify.annotations.Nullable;

/**
 * A rule to make.
 *
 * @param pattern as in {@link PolicyView}
 * @param position null to stand below every rule of its owner that is more specific
 * @param consoleOnly as in {@link PolicyView}; false when null
 */
public record PolicyCreate(
    OwnerName owner,
    String pattern,
    PolicyAction action,
    @Nullable String position,
    @Nullable Boolean consoleOnly) {}
