package sh.executor.tenant;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Role;

/**
 * An account in an organisation.
 *
 * @param id of the membership itself
 * @param lastActiveAt null when never seen
 */
public record Member(UUID id, Account account, Role role, @Nullable Instant lastActiveAt) {}
