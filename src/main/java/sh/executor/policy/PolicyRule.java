package sh.executor.policy;

import java.time.Instant;
import sh.executor.kernel.Owner;

/**
 * One rule of the organisation's or of a member's.
 *
 * @param position where it stands among the rules of its owner: a fractional index, compared by
 *     character; the rule of the smallest one is asked first
 * @param consoleOnly whether what it asks about may be approved by a person at the console only,
 *     and by no client on a person's behalf
 */
public record PolicyRule(
    PolicyId id,
    Owner owner,
    PolicyPattern pattern,
    Action action,
    String position,
    boolean consoleOnly,
    Instant createdAt,
    Instant updatedAt) {}
