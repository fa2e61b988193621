package sh.executor.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A statement or a commit that failed, with the class of its cause. */
public final class DatabaseException extends RuntimeException {

  private final Kind kind;
  private final @Nullable String constraint;

  DatabaseException(String operation, Kind kind, @Nullable String constraint, SQLException cause) {
    super(operation, cause);
    this.kind = kind;
    this.constraint = constraint;
  }

  /** What sort of failure it was. */
  public Kind kind() {
    return kind;
  }

  /** Whether a unique constraint or index of this name refused a row. */
  public boolean violatesUnique(String name) {
    return kind == Kind.UNIQUE && name.equals(constraint);
  }

  /** Classes of SQLSTATE (PostgreSQL, appendix A). */
  public enum Kind {
    /** 23505: another row has that key. */
    UNIQUE,
    /** 23503: a row that is referred to is missing, or one that still is referred to would go. */
    FOREIGN_KEY,
    /** Other class 23: a check, a null. */
    CONSTRAINT,
    /** 40001, 40P01: lost against another transaction, also after all retries. */
    CONTENTION,
    /** 57014: the statement took too long, or was cancelled. */
    TIMEOUT,
    /** Class 08, 53, 57P, or no connection to be had: the database is away or full. */
    UNAVAILABLE,
    /** A commit whose connection broke: it may or may not have happened. */
    UNKNOWN_OUTCOME,
    /** Anything else: a fault of ours. */
    FAULT;

    static Kind of(@Nullable String state) {
      if (state == null) {
        return FAULT;
      }
      return switch (state) {
        case "23505" -> UNIQUE;
        case "23503" -> FOREIGN_KEY;
        case "40001", "40P01" -> CONTENTION;
        case "57014" -> TIMEOUT;
        default ->
            switch (state.substring(0, 2)) {
              case "23" -> CONSTRAINT;
              case "08", "53", "57" -> UNAVAILABLE;
              default -> FAULT;
            };
      };
    }
  }
}
