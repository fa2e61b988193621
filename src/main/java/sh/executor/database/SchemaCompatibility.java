package sh.executor.database;

import java.util.Optional;

/**
 * What a schema asks of the builds that use it, as its migrations wrote it down.
 *
 * @param version the newest migration of those that say something of it
 * @param oldest the migration a build must know at least
 * @param release the first release that knows it
 */
public record SchemaCompatibility(int version, int oldest, String release) {

  private static final String PRESENT = "select to_regclass('schema_compatibility') is not null";
  private static final String READ =
      """
      select (select max(version) from schema_compatibility), demand.oldest, known.release
        from schema_compatibility demand
        join schema_compatibility known on known.version = demand.oldest
       order by demand.oldest desc
       limit 1
      """;

  /** What the schema asks; empty before there is one, or when it is older than such demands. */
  public static Optional<SchemaCompatibility> of(Sql sql) {
    boolean present = sql.one(PRESENT, row -> row.flag(1)).orElse(false);
    return present
        ? sql.one(READ, row -> new SchemaCompatibility(row.integer(1), row.integer(2), row.text(3)))
        : Optional.empty();
  }

  /** Whether a build may run whose newest migration is {@code known}. */
  public boolean suits(int known) {
    return known >= oldest;
  }

  /** What to tell the people who started a build that does not suit. */
  public String refusal(int known) {
    return "The database is at schema V%04d, which only builds may use that know V%04d; this one knows V%04d. Deploy release %s or newer."
        .formatted(version, oldest, known, release);
  }
}
