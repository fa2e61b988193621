package sh.executor.policy;

import java.time.Instant;
import sh.executor.kernel.Owner;

/**
 * One rule of the organisation's or of a member's.
 *
 * @param position where it stands among the rules of its owner: a fractional index, compared by
 *     character; the rule of the smallest one is asked first
 */
public record PolicyRule(
    PolicyId id,
    Owner owner,
    PolicyPattern pattern,
    Action action,
    String position,
    Instant createdAt,
    Instant updatedAt) {}
