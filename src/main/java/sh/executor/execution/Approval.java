package sh.executor.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.ConnectionId;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.execution.model.Interaction;

/** Whether a person has agreed to a call that needs it. */
sealed interface Approval {

  /** Nobody has. */
  Approval NONE = new Nobody();

  /** Whoever began the run has agreed to all its calls, unseen. */
  Approval IN_ADVANCE = new InAdvance();

  /** Whether that is enough for a call of {@code found} that needs approval. */
  boolean covers(ToolLookup.Found found);

  /** Nobody has. */
  record Nobody() implements Approval {
    @Override
    public boolean covers(ToolLookup.Found found) {
      return false;
    }
  }

  /** Whoever began the run has agreed to all its calls: not where a rule wants a look at each. */
  record InAdvance() implements Approval {
    @Override
    public boolean covers(ToolLookup.Found found) {
      return !found.tool().decision().consoleOnly();
    }
  }

  /**
   * Somebody has agreed to this very call: as the account they were asked about, and by a door that
   * the rules of now still let it come by.
   *
   * @param via by what door they did
   * @param connection they were asked about; null when that was not written down, as builds did not
   *     before it was: then it is the one that was there under that name when they were asked
   * @param asked when they were
   */
  record Given(Interaction.Via via, @Nullable ConnectionId connection, Instant asked)
      implements Approval {
    @Override
    public boolean covers(ToolLookup.Found found) {
      return isAbout(found.connection()) && (inPerson() || !found.tool().decision().consoleOnly());
    }

    private boolean isAbout(Connection now) {
      return connection == null ? now.createdAt().isBefore(asked) : now.id().equals(connection);
    }

    private boolean inPerson() {
      return switch (via) {
        case REST, PAGE -> true;
        case NATIVE, MODEL, DEADLINE, RUN_ENDED -> false;
      };
    }
  }
}
