package sh.executor.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Imported;
import sh.executor.catalog.model.Integration;
import sh.executor.catalog.model.IntegrationId;
import sh.executor.catalog.model.IntegrationKind;
import sh.executor.catalog.model.NewIntegration;
import sh.executor.catalog.model.Reading;
import sh.executor.catalog.model.RevisionId;
import sh.executor.catalog.model.Source;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.Page;
import sh.executor.kernel.UuidV7;

/**
 * The integrations of an organisation: everybody sees them, admins change them. A description is
 * read before a transaction begins, and stored in one: an integration is there with all its
 * operations or not at all. What a caller does wrong is a {@link
 * sh.executor.kernel.ProblemException}: 400, 403, 404, 409 for what is there already or changed
 * meanwhile, 429 at a limit.
 */
@Singleton
public final class Integrations {

  /** How many integrations one organisation may have. */
  public static final int INTEGRATIONS_MAX = 1_000;

  private static final String WHAT = "integrations";

  private final Database database;
  private final IntegrationStore store;
  private final RevisionStore revisions;
  private final Refreshes refreshes;
  private final Kinds kinds;
  private final UuidV7 ids;

  @Inject
  Integrations(
      Database database,
      IntegrationStore store,
      RevisionStore revisions,
      Refreshes refreshes,
      Kinds kinds,
      UuidV7 ids) {
    this.database = database;
    this.store = store;
    this.revisions = revisions;
    this.refreshes = refreshes;
    this.kinds = kinds;
    this.ids = ids;
  }

  /** What adding a source would bring, in the kind's own shape. Keeps nothing. */
  public ObjectNode preview(Caller caller, String kind, Source source, ObjectNode options) {
    return kinds.named(kind).preview(caller.tenant(), source, options);
  }

  /** Adds an integration with all its operations, which count as reviewed. No connection yet. */
  public Imported add(Caller caller, NewIntegration wanted) {
    Problems.checkMayChange(caller, Owner.ORG, WHAT);
    IntegrationKind kind = kinds.named(wanted.kind());
    String given = wanted.slug() == null ? null : Texts.slug(wanted.slug());
    if (given != null && store.find(caller, given).isPresent()) {
      // The insertion decides; this only spares reading a description in vain.
      throw Problems.integrationExists(given);
    }
    if (store.count(caller) >= INTEGRATIONS_MAX) {
      throw Problems.tooMany("There are " + INTEGRATIONS_MAX + " integrations already.");
    }
    String name = Texts.optional(wanted.name(), "name", Texts.NAME_MAX);
    String description = Texts.optional(wanted.description(), "description", Texts.DESCRIPTION_MAX);
    Reading reading = kind.read(caller.tenant(), wanted.source(), wanted.options());
    StoredIntegration row =
        row(kind, reading, given == null ? Texts.slug(reading.slug()) : given, name, description);
    database.transact(
        sql -> {
          if (!store.insert(sql, caller, row)) {
            throw Problems.integrationExists(row.slug());
          }
          revisions.insert(sql, caller, row.revision(), row.id(), reading, List.of());
          return row;
        });
    return new Imported(row.slug(), reading.operations().size(), List.of(), List.of());
  }

  private StoredIntegration row(
      IntegrationKind kind,
      Reading reading,
      String slug,
      @Nullable String name,
      @Nullable String description) {
    String title = Texts.cut(reading.title(), Texts.NAME_MAX);
    return new StoredIntegration(
        new IntegrationId(ids.next()),
        slug,
        kind.name(),
        name != null ? name : title.isEmpty() ? slug : title,
        description != null ? description : Texts.cut(reading.description(), Texts.DESCRIPTION_MAX),
        Json.write(reading.config()),
        sourceUrl(kind, reading.config()),
        new RevisionId(ids.next()),
        reading.operations().size(),
        0,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  /**
   * Reads the description again, from {@code source} or from where it came, and offers what it has
   * now. Operations that were not there before, or that no longer only read, need approval until
   * {@link #review}.
   *
   * @param source null to fetch it from where it came
   * @param options settings to change; members that are absent stay as they are
   */
  public Imported refresh(Caller caller, String slug, @Nullable Source source, ObjectNode options) {
    Problems.checkMayChange(caller, Owner.ORG, WHAT);
    return refreshes.refresh(caller, stored(caller, slug), source, options);
  }

  /** Says that a person has looked at all operations the integration has now. */
  public Integration review(Caller caller, String slug) {
    Problems.checkMayChange(caller, Owner.ORG, WHAT);
    revisions.review(caller, stored(caller, slug).revision());
    return get(caller, slug);
  }

  /** Integrations by slug, from {@code offset} on. */
  public Page<Integration> list(Caller caller, int offset, int limit) {
    List<Integration> items =
        store.list(caller, offset, limit).stream().map(this::integration).toList();
    return new Page<>(items, store.count(caller), offset);
  }

  /** The integration of that slug. */
  public Integration get(Caller caller, String slug) {
    return integration(stored(caller, slug));
  }

  /** Likewise; empty when there is none. */
  public Optional<Integration> find(Caller caller, String slug) {
    return store.find(caller, slug).map(this::integration);
  }

  /** Changes how it is called and described; null leaves a text as it is. */
  public Integration describe(
      Caller caller, String slug, @Nullable String name, @Nullable String description) {
    Problems.checkMayChange(caller, Owner.ORG, WHAT);
    StoredIntegration present = stored(caller, slug);
    String newName = name == null ? present.name() : Texts.required(name, "name", Texts.NAME_MAX);
    String newDescription =
        description == null
            ? present.description()
            : description.isBlank()
                ? ""
                : Texts.required(description, "description", Texts.DESCRIPTION_MAX);
    if (!store.describe(caller, slug, newName, newDescription)) {
      throw Problems.noIntegration(slug);
    }
    return get(caller, slug);
  }

  /**
   * Changes what its kind keeps: authentication methods, base URL and so on, in the kind's own
   * shape ({@link IntegrationKind#configure}).
   */
  public Integration configure(Caller caller, String slug, ObjectNode change) {
    Problems.checkMayChange(caller, Owner.ORG, WHAT);
    StoredIntegration present = stored(caller, slug);
    IntegrationKind kind = kinds.of(present.kind());
    ObjectNode config = kind.configure(Json.object(present.config()), change);
    if (!store.configure(caller, present, Json.write(config), sourceUrl(kind, config))) {
      throw Problems.changedMeanwhile(slug);
    }
    return get(caller, slug);
  }

  /**
   * Removes an integration with everybody's connections to it and their secrets.
   *
   * @return false when there is none of that slug
   */
  public boolean remove(Caller caller, String slug) {
    Problems.checkMayChange(caller, Owner.ORG, WHAT);
    return store.delete(caller, slug);
  }

  private StoredIntegration stored(Caller caller, String slug) {
    return store.find(caller, slug).orElseThrow(() -> Problems.noIntegration(slug));
  }

  private Integration integration(StoredIntegration row) {
    ObjectNode config = Json.object(row.config());
    return new Integration(
        row.id(),
        row.slug(),
        row.kind(),
        row.name(),
        row.description(),
        config,
        kinds.of(row.kind()).authMethods(config),
        row.sourceUrl(),
        row.revision(),
        row.operationCount(),
        row.unreviewedCount(),
        row.createdAt(),
        row.updatedAt());
  }

  static @Nullable String sourceUrl(IntegrationKind kind, ObjectNode config) {
    return kind.source(config).map(source -> source.url().toString()).orElse(null);
  }
}
