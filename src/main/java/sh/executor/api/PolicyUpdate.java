package sh.executor.api;

import org.jspecify.annotations.Nullable;

/**
 * A change to a rule. What is absent stays as it is.
 *
 * @param owner whose rule it is, which can not be changed; null to go by the id alone
 */
public record PolicyUpdate(
    @Nullable OwnerName owner,
    @Nullable String pattern,
    @Nullable PolicyAction action,
    @Nullable String position) {}
