package sh.executor.api;

/**
 * One rule over tools.
 *
 * @param pattern over {@code <integration>.<owner>.<connection>.<tool>}; {@code *} is one segment,
 *     or all that follows at the end
 * @param position where it stands among its owner's rules: strings in order, the first match wins
 */
public record PolicyView(
    String id,
    OwnerName owner,
    String pattern,
    PolicyAction action,
    String position,
    long createdAt,
    long updatedAt) {}
