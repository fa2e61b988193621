package sh.executor.catalog;

import java.util.List;
import java.util.Optional;
import sh.executor.catalog.Revisions.StoredOperation;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.IntegrationSummary;
import sh.executor.catalog.model.RevisionId;
import sh.executor.catalog.model.Tool;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolDescription;
import sh.executor.catalog.model.ToolFilter;
import sh.executor.catalog.model.ToolHit;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.catalog.model.ToolSchema;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Page;
import sh.executor.policy.Action;
import sh.executor.policy.PolicySnapshot;

/**
 * The tools of one caller at one moment: integrations, the connections the caller may use, the
 * rules that apply. What is changed afterwards is seen by the next view. For many threads.
 */
public final class CatalogView {

  /** How many integrations {@link #connectedIntegrations} names. */
  public static final int CONNECTED_MAX = 50;

  private final Caller caller;
  private final List<Offer> offers;
  private final PolicySnapshot policies;
  private final Configs configs;
  private final Revisions revisions;
  private final Kinds kinds;

  CatalogView(
      Caller caller,
      List<Offer> offers,
      PolicySnapshot policies,
      Configs configs,
      Revisions revisions,
      Kinds kinds) {
    this.caller = caller;
    this.offers = List.copyOf(offers);
    this.policies = policies;
    this.configs = configs;
    this.revisions = revisions;
    this.kinds = kinds;
  }

  /** The slugs of the integrations that have a connection, sorted; the first 50 and the total. */
  public Page<String> connectedIntegrations() {
    List<String> slugs =
        offers.stream().filter(it -> !it.connections().isEmpty()).map(Offer::slug).toList();
    return page(slugs, 0, CONNECTED_MAX);
  }

  /**
   * Integrations by slug, whether connected or not.
   *
   * @param query text that slug, name or description contains, in any case; empty for all
   */
  public Page<IntegrationSummary> integrations(String query, int offset, int limit) {
    String folded = SearchText.folded(query.strip());
    List<Offer> found = offers.stream().filter(offer -> contains(offer, folded)).toList();
    Page<Offer> page = page(found, offset, limit);
    return new Page<>(
        page.items().stream().map(this::summary).toList(), page.total(), page.offset());
  }

  private static boolean contains(Offer offer, String folded) {
    return SearchText.folded(offer.slug()).contains(folded)
        || SearchText.folded(offer.name()).contains(folded)
        || SearchText.folded(offer.description()).contains(folded);
  }

  private IntegrationSummary summary(Offer offer) {
    return new IntegrationSummary(
        offer.slug(),
        offer.name(),
        offer.description(),
        offer.kind(),
        offer.canRefresh(),
        new ToolList(this, new ToolFilter(offer.slug(), null, null, null, false)).count());
  }

  /** Tools by path. */
  public Page<Tool> tools(ToolFilter filter, int offset, int limit) {
    return new ToolList(this, filter).page(offset, limit);
  }

  /**
   * Tools by how well they fit; {@link ToolSearch} has the rules.
   *
   * @param query words; when empty, all tools of the integration whose slug {@code namespace} is
   *     are listed by path, and none without a namespace
   * @param namespace words a path has to begin with; empty for anywhere
   */
  public Page<ToolHit> search(String query, String namespace, int offset, int limit) {
    SearchQuery wanted = SearchQuery.of(query);
    if (wanted.isEmpty()) {
      return enumerated(namespace.strip(), offset, limit);
    }
    List<String> prefix = SearchText.tokens(SearchText.normalized(namespace));
    ToolSearch search = new ToolSearch(wanted, prefix, path -> !policies.blocks(path));
    for (Offer offer : offers) {
      if (search.concerns(offer)) {
        search.look(offer, index(offer));
      }
    }
    return page(search.hits(), offset, limit);
  }

  private Page<ToolHit> enumerated(String slug, int offset, int limit) {
    Page<Tool> tools = tools(new ToolFilter(slug, null, null, null, false), offset, limit);
    return new Page<>(
        tools.items().stream().map(CatalogView::listed).toList(), tools.total(), tools.offset());
  }

  private static ToolHit listed(Tool tool) {
    ToolAddress address = tool.address();
    return new ToolHit(
        address.path(), address.tool(), tool.description(), address.integration(), 0);
  }

  /** What is at an address. */
  public ToolLookup tool(ToolAddress address) {
    return find(address)
        .<ToolLookup>map(it -> it)
        .orElseGet(() -> new ToolLookup.Missing(suggestions(address)));
  }

  private Optional<ToolLookup.Found> find(ToolAddress address) {
    Offer offer = offer(address.integration()).orElse(null);
    if (offer == null) {
      return Optional.empty();
    }
    return connection(offer, address)
        .flatMap(
            connection ->
                revisions
                    .operation(caller, offer.revision(), address.tool())
                    .flatMap(operation -> found(offer, connection, operation)));
  }

  /** Empty when the integration was removed before its configuration was first read. */
  private Optional<ToolLookup.Found> found(
      Offer offer, Connection connection, StoredOperation stored) {
    return configs
        .of(caller, offer)
        .map(
            config ->
                new ToolLookup.Found(
                    tool(offer, connection, stored.outline()),
                    stored.operation(),
                    connection,
                    kinds.of(offer.kind()),
                    config));
  }

  /** What a tool takes and gives, also of one that a rule blocks; empty when there is none. */
  public Optional<ToolSchema> schema(ToolAddress address) {
    return find(address).map(tool -> schemas(tool).plain(address));
  }

  /** What a script needs to know to call the tool at {@code path}; a blocked one is unknown. */
  public ToolDescription describe(String path) {
    Optional<ToolAddress> address = ToolAddress.parse(path);
    Optional<ToolLookup.Found> tool =
        address.flatMap(this::find).filter(it -> it.tool().decision().action() != Action.BLOCK);
    if (tool.isEmpty()) {
      String name = path.substring(path.lastIndexOf('.') + 1);
      return new ToolDescription.Unknown(
          path, name, address.map(this::suggestions).orElseGet(() -> suggestions(path)));
    }
    ToolSchema schema = schemas(tool.get()).forScripts(tool.get().tool().address());
    return new ToolDescription.Described(
        schema.address().path(),
        schema.address().tool(),
        schema.description(),
        schema.inputTypeScript(),
        schema.outputTypeScript(),
        schema.typeScriptDefinitions());
  }

  private ToolSchemas schemas(ToolLookup.Found tool) {
    RevisionId revision = offer(tool.tool().address().integration()).orElseThrow().revision();
    return new ToolSchemas(
        tool.operation(), names -> revisions.definitions(caller, revision, names));
  }

  private List<String> suggestions(ToolAddress address) {
    return new Suggestions(this, address).paths();
  }

  /** Paths of up to five tools that may have been meant by a text that is no address. */
  public List<String> suggestions(String text) {
    return search(text, "", 0, Suggestions.SUGGESTIONS_MAX).items().stream()
        .map(ToolHit::path)
        .toList();
  }

  List<Offer> offers() {
    return offers;
  }

  /** About what this takes in memory; what it looks up elsewhere is counted there. */
  long bytes() {
    return 1_000 + 1_000L * policies.size() + offers.stream().mapToLong(Offer::bytes).sum();
  }

  PolicySnapshot policies() {
    return policies;
  }

  Optional<Offer> offer(String slug) {
    return offers.stream().filter(offer -> offer.slug().equals(slug)).findFirst();
  }

  RevisionIndex index(Offer offer) {
    return revisions.index(caller, offer.revision());
  }

  Tool tool(Offer offer, Connection connection, OperationOutline outline) {
    ToolAddress address =
        new ToolAddress(offer.slug(), connection.owner(), connection.name(), outline.name());
    boolean reviewed = outline.reviewed() || offer.reviewed();
    return new Tool(
        address,
        offer.kind(),
        outline.description(),
        outline.effect(),
        outline.approvalDescription(),
        reviewed,
        reviewed
            ? policies.decide(address.path(), outline.byDefault())
            : policies.decideUnreviewed(address.path()));
  }

  static Optional<Connection> connection(Offer offer, ToolAddress address) {
    return offer.connections().stream()
        .filter(it -> it.owner() == address.owner() && it.name().equals(address.connection()))
        .findFirst();
  }

  private static <T> Page<T> page(List<T> all, int offset, int limit) {
    int from = Math.min(offset, all.size());
    int to = Math.min((long) from + limit, all.size()) == all.size() ? all.size() : from + limit;
    return new Page<>(all.subList(from, to), all.size(), from);
  }
}
