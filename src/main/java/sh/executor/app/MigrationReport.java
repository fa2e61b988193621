package sh.executor.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.database.SetAside;

/**
 * What {@code executor migrate} tells. People read what is going to happen before it does, as it
 * may take long; programs get one document when it has.
 *
 * @param schema the newest migration that was applied before; null when none was
 * @param build the newest one that this build brings
 * @param steps what lies between, in its order
 * @param check whether nothing is changed
 */
record MigrationReport(
    @Nullable String schema, String build, List<Schema.Step> steps, boolean check, Output output) {

  MigrationReport {
    steps = List.copyOf(steps);
  }

  /** For when there is no database to look at. */
  static void ofNone(Output output) {
    if (output.json()) {
      output.document(Json.object().put("database", false).put("check", true));
    } else {
      output.line("There is no database yet: the first start makes one.");
    }
  }

  /** What is about to be done. */
  static MigrationReport before(Flyway flyway, boolean check, Output output) {
    int applied = Schema.applied(flyway);
    MigrationReport report =
        new MigrationReport(
            applied == 0 ? null : Schema.name(applied),
            Schema.name(Schema.known(flyway)),
            Schema.pending(flyway),
            check,
            output);
    if (!output.json()) {
      report.announce();
    }
    return report;
  }

  private void announce() {
    output.line(schema == null ? "There is no schema yet." : "The schema is at " + schema + '.');
    if (steps.isEmpty()) {
      output.line("Nothing to do: this build brings " + build + '.');
    } else {
      output.line(check ? "This build would apply:" : "Applying:");
      steps.forEach(step -> output.line("  " + step.name() + "  " + step.description()));
    }
    output.out().flush();
  }

  /**
   * It is done.
   *
   * @param aside what could not be carried over, by this migration or one before
   */
  void after(List<SetAside> aside) {
    if (output.json()) {
      output.document(document(aside));
    } else if (!aside.isEmpty()) {
      output.line(SetAside.summary(aside));
    }
    output.out().flush();
  }

  private ObjectNode document(List<SetAside> aside) {
    ObjectNode document =
        Json.object()
            .put("database", true)
            .put("check", check)
            .put("schema", schema)
            .put("build", build);
    ArrayNode migrations = document.putArray("migrations");
    for (Schema.Step step : steps) {
      migrations.addObject().put("name", step.name()).put("description", step.description());
    }
    ArrayNode left = document.putArray("setAside");
    for (SetAside one : aside) {
      left.addObject()
          .put("reason", one.reason())
          .put("entries", one.entries())
          .put("sessions", one.sessions());
    }
    return document;
  }
}
