package sh.executor.api;

import org.jspecify.annotations.Nullable;

/**
 * A change to a rule. What is absent stays as it is; whose it is can not be changed.
 *
 * @param pattern as in {@link PolicyView}
 * @param position as in {@link PolicyView}
 * @param consoleOnly as in {@link PolicyView}
 */
public record PolicyUpdate(
    @Nullable String pattern,
    @Nullable PolicyAction action,
    @Nullable String position,
    @Nullable Boolean consoleOnly) {}
