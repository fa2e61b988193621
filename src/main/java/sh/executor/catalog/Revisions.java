package sh.executor.catalog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.RevisionId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;

/**
 * What is stored under revisions, kept in memory while it is used. Since nothing under a revision
 * ever changes, nothing here can be out of date. The organisation is part of every key.
 */
@Singleton
final class Revisions {

  private static final long INDEX_BYTES_MAX = 96L << 20;
  private static final long OPERATION_BYTES_MAX = 32L << 20;

  private final RevisionStore store;
  private final WeightedCache<RevisionKey, RevisionIndex> indexes =
      new WeightedCache<>(INDEX_BYTES_MAX, RevisionIndex::bytes);
  private final WeightedCache<OperationKey, Optional<StoredOperation>> operations =
      new WeightedCache<>(OPERATION_BYTES_MAX, Revisions::bytes);

  @Inject
  Revisions(RevisionStore store) {
    this.store = store;
  }

  /** The operations of a revision, for listing and searching. */
  RevisionIndex index(Caller caller, RevisionId revision) {
    return indexes.get(
        new RevisionKey(caller.tenant(), revision),
        key -> new RevisionIndex(store.outlines(caller, key.revision())));
  }

  /** One operation, with all that a call needs. */
  Optional<StoredOperation> operation(Caller caller, RevisionId revision, String name) {
    return operations.get(
        new OperationKey(caller.tenant(), revision, name),
        key -> store.operation(caller, key.revision(), key.name()));
  }

  /** Those of {@code names} that the revision defines, by name, as JSON text. */
  Map<String, String> definitions(Caller caller, RevisionId revision, Collection<String> names) {
    return store.definitions(caller, revision, names);
  }

  private static long bytes(Optional<StoredOperation> stored) {
    return 300
        + stored
            .map(StoredOperation::operation)
            .map(
                it ->
                    2L
                        * (it.description().length()
                            + it.binding().length()
                            + length(it.inputSchema())
                            + length(it.outputSchema())))
            .orElse(0L);
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /**
   * An operation and whether it is reviewed.
   *
   * @param outline the same without schemas and binding
   */
  record StoredOperation(Operation operation, OperationOutline outline) {}

  private record RevisionKey(TenantId tenant, RevisionId revision) {}

  private record OperationKey(TenantId tenant, RevisionId revision, String name) {}
}
