package sh.executor.tenant;

import org.jspecify.annotations.Nullable;
import sh.executor.kernel.AccountId;

/**
 * A person.
 *
 * @param name for people; null when nobody said
 */
public record Account(AccountId id, String email, @Nullable String name) {}
