package sh.executor.policy;

import java.util.ArrayList;
import java.util.List;
import sh.executor.kernel.Problem;

/**
 * What a rule applies to: a pattern over tool paths, {@code
 * <integration>.<owner>.<connection>.<tool>}.
 *
 * <p>{@code *} is every path. Otherwise segments are parted by dots, each a literal or a whole
 * {@code *}. A {@code *} at the end stands for all that is below, and for the path before it; one
 * elsewhere for exactly one segment. The first segment is a literal. Case matters. As tool names
 * have dots of their own, {@code github.*.*.repos.*} is the group {@code repos} at every
 * connection.
 */
public final class PolicyPattern {

  private static final int LENGTH_MAX = 500;
  private static final String ANY = "*";

  private final String text;
  private final List<String> segments;
  private final boolean subtree;

  private PolicyPattern(String text, List<String> segments, boolean subtree) {
    this.text = text;
    this.segments = List.copyOf(segments);
    this.subtree = subtree;
  }

  /**
   * The pattern {@code text} stands for.
   *
   * @throws sh.executor.kernel.ProblemException when it is none, saying why
   */
  public static PolicyPattern parse(String text) {
    if (text.isEmpty() || text.length() > LENGTH_MAX) {
      throw invalid(text, "it must have 1 to " + LENGTH_MAX + " characters");
    }
    if (text.equals(ANY)) {
      return new PolicyPattern(text, List.of(), true);
    }
    List<String> segments = new ArrayList<>(List.of(text.split("\\.", -1)));
    for (String segment : segments) {
      checkSegment(text, segment);
    }
    if (segments.getFirst().equals(ANY)) {
      throw invalid(text, "only '*' alone may begin with '*'; begin with an integration");
    }
    boolean subtree = segments.getLast().equals(ANY);
    if (subtree) {
      segments.removeLast();
    }
    return new PolicyPattern(text, segments, subtree);
  }

  private static void checkSegment(String text, String segment) {
    if (segment.isEmpty()) {
      throw invalid(text, "it has an empty segment; dots part segments and stand at neither end");
    }
    if (segment.indexOf('*') >= 0 && !segment.equals(ANY)) {
      throw invalid(text, "'*' stands for a whole segment, not for a part of '" + segment + "'");
    }
    if (segment.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw invalid(text, "it has a space or a control character");
    }
  }

  /** Whether the rule applies to the tool at {@code path}. */
  public boolean matches(String path) {
    int at = 0;
    for (String segment : segments) {
      if (at > path.length()) {
        return false;
      }
      int dot = path.indexOf('.', at);
      int end = dot < 0 ? path.length() : dot;
      if (!segment.equals(ANY) && !(end - at == segment.length() && path.startsWith(segment, at))) {
        return false;
      }
      at = end + 1;
    }
    return subtree || at == path.length() + 1;
  }

  /**
   * Whether this pattern says more than {@code other}: more literal segments, then an exact length,
   * then more segments. A pattern that matches only a part of what another matches always does.
   */
  boolean isMoreSpecificThan(PolicyPattern other) {
    long more = literals() - other.literals();
    if (more == 0 && subtree != other.subtree) {
      return other.subtree;
    }
    return more == 0 ? segments.size() > other.segments.size() : more > 0;
  }

  private long literals() {
    return segments.stream().filter(segment -> !segment.equals(ANY)).count();
  }

  private static RuntimeException invalid(String text, String reason) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return Problem.of(
            Problem.Type.INVALID_INPUT,
            "InvalidPolicyPatternError",
            "'" + shown + "' is not a pattern: " + reason + '.')
        .exception();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PolicyPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The pattern as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
