package sh.executor.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.Imported;
import sh.executor.catalog.model.IntegrationKind;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.Reading;
import sh.executor.catalog.model.RevisionId;
import sh.executor.catalog.model.Source;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;
import sh.executor.kernel.UuidV7;

/**
 * Reading a description again. The new revision takes the place of the old one in one transaction;
 * the old one stays until the next, for runs that have begun with it.
 */
@Singleton
final class Refreshes {

  private final Database database;
  private final IntegrationStore store;
  private final RevisionStore revisions;
  private final Kinds kinds;
  private final UuidV7 ids;

  @Inject
  Refreshes(
      Database database, IntegrationStore store, RevisionStore revisions, Kinds kinds, UuidV7 ids) {
    this.database = database;
    this.store = store;
    this.revisions = revisions;
    this.kinds = kinds;
    this.ids = ids;
  }

  Imported refresh(
      Caller caller, StoredIntegration present, @Nullable Source source, ObjectNode options) {
    IntegrationKind kind = kinds.of(present.kind());
    ObjectNode config = Json.object(present.config());
    Source from = source != null ? source : source(kind, config, present.slug());
    ObjectNode settings = config.deepCopy();
    settings.setAll(options);
    Reading reading = kind.read(caller.tenant(), from, settings);
    String newConfig = Json.write(reading.config());
    boolean same =
        newConfig.equals(present.config())
            && revisions
                .sourceSha256(caller, present.revision())
                .filter(sha256 -> Arrays.equals(sha256, reading.sourceSha256()))
                .isPresent();
    return same
        ? new Imported(present.slug(), present.operationCount(), List.of(), List.of())
        : replace(caller, present, kind, reading, newConfig);
  }

  private static Source source(IntegrationKind kind, ObjectNode config, String slug) {
    return kind.source(config)
        .orElseThrow(
            () ->
                Problems.invalid(
                    "The description of '" + slug + "' was given inline; send the new one."));
  }

  private Imported replace(
      Caller caller,
      StoredIntegration present,
      IntegrationKind kind,
      Reading reading,
      String config) {
    Map<String, OperationOutline> before =
        revisions.outlines(caller, present.revision()).stream()
            .collect(Collectors.toMap(OperationOutline::name, Function.identity()));
    boolean allReviewed = present.unreviewedCount() == 0;
    Set<String> unreviewed =
        reading.operations().stream()
            .filter(it -> !isKnown(it, before.get(it.name()), allReviewed))
            .map(Operation::name)
            .collect(Collectors.toSet());
    RevisionId revision = new RevisionId(ids.next());
    database.transact(
        sql -> {
          revisions.insert(sql, caller, revision, present.id(), reading, unreviewed);
          if (!store.advance(
              sql,
              caller,
              present,
              revision,
              config,
              Integrations.sourceUrl(kind, reading.config()))) {
            throw Problems.changedMeanwhile(present.slug());
          }
          revisions.prune(sql, caller, present.id(), revision, present.revision());
          return revision;
        });
    Set<String> now =
        reading.operations().stream().map(Operation::name).collect(Collectors.toSet());
    return new Imported(
        present.slug(), now.size(), without(now, before.keySet()), without(before.keySet(), now));
  }

  /** An operation that was a write and is now said to be a read has to be looked at again. */
  private static boolean isKnown(
      Operation operation, @Nullable OperationOutline before, boolean allReviewed) {
    return before != null
        && (allReviewed || before.reviewed())
        && !(operation.effect() == Effect.READ && before.effect() == Effect.WRITE);
  }

  private static List<String> without(Set<String> names, Set<String> others) {
    Set<String> rest = new HashSet<>(names);
    rest.removeAll(others);
    return rest.stream().sorted().toList();
  }
}
