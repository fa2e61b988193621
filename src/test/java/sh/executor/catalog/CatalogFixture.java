package sh.executor.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.IntegrationKind;
import sh.executor.catalog.model.NewConnection;
import sh.executor.catalog.model.NewIntegration;
import sh.executor.catalog.model.Source;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.UuidV7;
import sh.executor.policy.Policies;
import sh.executor.policy.TestPolicies;
import sh.executor.secret.SecretValue;
import sh.executor.secret.TestSecrets;
import sh.executor.testkit.TestMembers;

/** The catalog's services over a real database, put together by hand. */
final class CatalogFixture {

  final Database database;
  final TestMembers members;
  final Policies policies;
  final IntegrationStore integrationStore;
  final ConnectionStore connectionStore;
  final RevisionStore revisionStore;
  final OfferStore offerStore;
  final Integrations integrations;
  final Connections connections;
  final Catalog catalog;

  CatalogFixture(Database database, IntegrationKind... more) {
    UuidV7 ids = new UuidV7(InstantSource.system(), new Random());
    List<IntegrationKind> all = new ArrayList<>(List.of(more));
    all.add(new ListedKind());
    Kinds kinds = new Kinds(all);
    this.database = database;
    this.members = new TestMembers(database);
    this.policies = TestPolicies.in(database, ids);
    this.integrationStore = new IntegrationStore(database);
    this.connectionStore = new ConnectionStore(database);
    this.revisionStore = new RevisionStore(database);
    this.offerStore = new OfferStore(database);
    Refreshes refreshes = new Refreshes(database, integrationStore, revisionStore, kinds, ids);
    this.integrations =
        new Integrations(database, integrationStore, revisionStore, refreshes, kinds, ids);
    this.connections =
        new Connections(
            database, connectionStore, integrationStore, kinds, TestSecrets.in(database, ids), ids);
    this.catalog =
        new Catalog(
            new SignStore(database),
            offerStore,
            new Configs(offerStore),
            new Revisions(revisionStore),
            policies,
            kinds);
  }

  void add(Caller caller, String slug, String description) {
    integrations.add(caller, listed(slug, description));
  }

  void refresh(Caller caller, String slug, String description) {
    integrations.refresh(caller, slug, new Source.Text(description), object());
  }

  void connect(Caller caller, Owner owner, String integration, String name) {
    connections.create(caller, connection(owner, integration, name, AuthMethod.NONE_ID, null));
  }

  static NewIntegration listed(@Nullable String slug, String description) {
    return new NewIntegration(
        ListedKind.NAME, new Source.Text(description), slug, null, null, object());
  }

  static NewConnection connection(
      Owner owner, String integration, String name, String template, @Nullable String value) {
    return new NewConnection(
        owner,
        name,
        integration,
        template,
        null,
        null,
        value == null ? null : SecretValue.of(value),
        Map.of());
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A change of config to one method, {@code bearer}, of the variable {@code token}. */
  static ObjectNode bearer() {
    ObjectNode change = object();
    ArrayNode methods = change.putArray("authenticationTemplate");
    ObjectNode method = methods.addObject().put("slug", "bearer").put("kind", "apikey");
    method
        .putArray("placements")
        .addObject()
        .put("carrier", "header")
        .put("name", "Authorization")
        .put("prefix", "Bearer ")
        .put("variable", "token");
    return change;
  }
}
