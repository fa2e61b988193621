package sh.executor.api;

import java.util.List;

/**
 * The members of the organisation.
 *
 * @param members by time of joining
 */
public record MemberList(List<MemberView> members) {}
