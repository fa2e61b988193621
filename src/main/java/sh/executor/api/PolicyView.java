package sh.executor.api;

/**
 * One rule over tools.
 *
 * @param pattern over {@code <integration>.<owner>.<connection>.<tool>}; {@code *} is one segment,
 *     or all that follows at the end
 * @param position where it stands among its owner's rules: strings in order, the first match wins
 * @param consoleOnly whether a call it asks about may be approved at the console only, and not in a
 *     client on a person's behalf
 */
public record PolicyView(
    String id,
    OwnerName owner,
    String pattern,
    PolicyAction action,
    String position,
    boolean consoleOnly,
    long createdAt,
    long updatedAt) {}
