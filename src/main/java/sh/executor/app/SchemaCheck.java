package sh.executor.app;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import sh.executor.database.Database;
import sh.executor.database.SchemaCompatibility;
import sh.executor.database.SetAside;
import sh.executor.kernel.ReadinessCheck;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;
import sh.executor.node.KnownSchema;

/**
 * Looks whether a newer build has taken the schema beyond what this one understands, and whether a
 * migration had to leave something behind.
 */
@Singleton
final class SchemaCheck implements ReadinessCheck {

  private final Database database;
  private final int known;

  @Inject
  SchemaCheck(Database database, KnownSchema known) {
    this(database, known.migration());
  }

  SchemaCheck(Database database, int known) {
    this.database = database;
    this.known = known;
  }

  @Override
  public List<ReadinessFinding> findings() {
    List<ReadinessFinding> findings = new ArrayList<>();
    SchemaCompatibility.of(database)
        .filter(schema -> !schema.suits(known))
        .map(schema -> new ReadinessFinding(Severity.FATAL, "database", schema.refusal(known)))
        .ifPresent(findings::add);
    List<SetAside> aside = SetAside.in(database);
    if (!aside.isEmpty()) {
      findings.add(new ReadinessFinding(Severity.WARNING, "database", SetAside.summary(aside)));
    }
    return findings;
  }
}
