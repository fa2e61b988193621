package sh.executor.database;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What migrations could not carry over and set aside as it was, for somebody to look at.
 *
 * @param reason why, the same words for all of a kind
 * @param entries how many entries
 * @param sessions of how many sessions
 */
public record SetAside(String reason, long entries, long sessions) {

  private static final String PRESENT = "select to_regclass('session_quarantine') is not null";
  private static final String COUNT =
      """
      select reason, count(*), count(distinct session_sha256)
        from session_quarantine group by reason order by reason limit 100
      """;

  /** All that is set aside, by reason; empty when there is nothing, or nowhere to set it aside. */
  public static List<SetAside> in(Sql sql) {
    boolean present = sql.one(PRESENT, row -> row.flag(1)).orElse(false);
    return present
        ? sql.list(COUNT, row -> new SetAside(row.text(1), row.number(2), row.number(3)))
        : List.of();
  }

  /** One sentence about them all, safe to show. */
  public static String summary(List<SetAside> all) {
    return "Of older sessions "
        + all.stream().mapToLong(SetAside::entries).sum()
        + " entries could not be carried over and are set aside in session_quarantine: "
        + all.stream().map(SetAside::toString).collect(Collectors.joining("; "))
        + '.';
  }

  @Override
  public String toString() {
    return reason + " (" + entries + " of " + sessions + ')';
  }
}
