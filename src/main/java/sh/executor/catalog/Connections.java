package sh.executor.catalog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.ConnectionId;
import sh.executor.catalog.model.Credential;
import sh.executor.catalog.model.CredentialLookup;
import sh.executor.catalog.model.Edit;
import sh.executor.catalog.model.NewConnection;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.Page;
import sh.executor.kernel.UuidV7;
import sh.executor.secret.SecretValue;
import sh.executor.secret.Secrets;
import sh.executor.secret.Secrets.SealedSecret;

/**
 * Connections: the organisation's, which every member may use and admins change, and each member's
 * own, which nobody else sees. Their values are sealed on the way in and opened for a call only.
 * What a caller does wrong is a {@link sh.executor.kernel.ProblemException}: 400, 403, 404, 429.
 */
@Singleton
public final class Connections {

  /** How many connections one owner may have to one integration. */
  public static final int CONNECTIONS_MAX = 200;

  private static final String WHAT = "connections";

  private final Database database;
  private final ConnectionStore store;
  private final IntegrationStore integrations;
  private final Kinds kinds;
  private final Secrets secrets;
  private final UuidV7 ids;

  @Inject
  Connections(
      Database database,
      ConnectionStore store,
      IntegrationStore integrations,
      Kinds kinds,
      Secrets secrets,
      UuidV7 ids) {
    this.database = database;
    this.store = store;
    this.integrations = integrations;
    this.kinds = kinds;
    this.secrets = secrets;
    this.ids = ids;
  }

  /**
   * What {@link #create} made.
   *
   * @param replaced whether there was one of that name, whose credential is gone now
   */
  public record Created(Connection connection, boolean replaced) {}

  /**
   * Makes a connection, or makes one of that name again: then template, values and identity label
   * are replaced as a whole, and the description if one is given.
   */
  public Created create(Caller caller, NewConnection wanted) {
    Problems.checkMayChange(caller, wanted.owner(), WHAT);
    StoredIntegration integration =
        integrations
            .find(caller, wanted.integration())
            .orElseThrow(() -> Problems.noIntegration(wanted.integration()));
    Map<String, SealedSecret> values = new LinkedHashMap<>();
    ConnectionInput.values(methods(integration), wanted)
        .forEach((variable, value) -> values.put(variable, secrets.seal(caller.tenant(), value)));
    String name = Texts.connectionName(Texts.required(wanted.name(), "name", Texts.NAME_MAX));
    String label = Texts.optional(wanted.identityLabel(), "identityLabel", Texts.NAME_MAX);
    String description = Texts.optional(wanted.description(), "description", Texts.DESCRIPTION_MAX);
    boolean replaced =
        database.transact(
            sql -> {
              ConnectionStore.Stored stored =
                  store.upsert(
                      sql,
                      caller,
                      new ConnectionId(ids.next()),
                      integration.id(),
                      wanted.owner(),
                      name,
                      wanted.template(),
                      label,
                      description);
              if (store.count(sql, caller, integration.id(), wanted.owner()) > CONNECTIONS_MAX) {
                throw Problems.tooMany(
                    "There are " + CONNECTIONS_MAX + " connections already; remove one.");
              }
              store.forget(sql, caller, stored.id());
              values.forEach(
                  (variable, value) -> {
                    value.store(sql);
                    store.hold(sql, caller, stored.id(), variable, value.id());
                  });
              return stored.replaced();
            });
    return new Created(get(caller, wanted.owner(), integration.slug(), name), replaced);
  }

  /**
   * Connections the caller may use, by integration, owner and name.
   *
   * @param integration a slug; null for all
   * @param owner null for both
   */
  public Page<Connection> list(
      Caller caller, @Nullable String integration, @Nullable Owner owner, int offset, int limit) {
    List<ConnectionStore.Listed> rows = store.list(caller, integration, owner, offset, limit);
    int total =
        !rows.isEmpty()
            ? rows.getFirst().total()
            : offset == 0 ? 0 : list(caller, integration, owner, 0, 1).total();
    return new Page<>(
        rows.stream().map(ConnectionStore.Listed::connection).toList(),
        total,
        Math.min(offset, total));
  }

  /** The connection at {@code <integration>.<owner>.<name>}. */
  public Connection get(Caller caller, Owner owner, String integration, String name) {
    return store
        .find(caller, owner, integration, name)
        .orElseThrow(() -> Problems.noConnection(owner, integration, name));
  }

  /** Changes what is said about a connection. */
  public Connection update(
      Caller caller,
      Owner owner,
      String integration,
      String name,
      Edit identityLabel,
      Edit description) {
    Connection present = get(caller, owner, integration, name);
    Problems.checkMayChange(caller, owner, WHAT);
    String label = identityLabel.of(present.identityLabel());
    String text = description.of(present.description());
    store.edit(
        caller,
        present.id(),
        Texts.optional(label, "identityLabel", Texts.NAME_MAX),
        Texts.optional(text, "description", Texts.DESCRIPTION_MAX));
    return get(caller, owner, integration, name);
  }

  /** Removes a connection and its secrets. */
  public void remove(Caller caller, Owner owner, String integration, String name) {
    Connection present = get(caller, owner, integration, name);
    Problems.checkMayChange(caller, owner, WHAT);
    store.delete(caller, present.id());
  }

  /**
   * Opens the values of a tool's connection, for one call.
   *
   * <p>A method that is no longer among the integration's, or a value that is missing, makes it
   * unusable: a call never goes out without the credential it was meant to have.
   */
  public CredentialLookup credential(Caller caller, ToolLookup.Found tool) {
    Connection connection = tool.connection();
    if (connection.template().equals(AuthMethod.NONE_ID)) {
      return new CredentialLookup.Found(new Credential(AuthMethod.NONE_ID, Map.of()));
    }
    Optional<AuthMethod> method =
        tool.kind().authMethods(tool.config()).stream()
            .filter(it -> it.id().equals(connection.template()))
            .findFirst();
    if (method.isEmpty()) {
      return unusable(connection, "its authentication method is no longer offered");
    }
    Map<String, SecretValue> values = new HashMap<>();
    store
        .held(caller, connection.id())
        .forEach(
            (variable, id) ->
                secrets.open(caller.tenant(), id).ifPresent(value -> values.put(variable, value)));
    return values.keySet().containsAll(method.get().variables())
        ? new CredentialLookup.Found(new Credential(connection.template(), values))
        : unusable(connection, "a value of its credential is missing");
  }

  private List<AuthMethod> methods(StoredIntegration integration) {
    return kinds.of(integration.kind()).authMethods(Json.object(integration.config()));
  }

  private static CredentialLookup unusable(Connection connection, String why) {
    return new CredentialLookup.Unusable(
        new ToolError(
            "connection_value_missing",
            "The connection "
                + connection.address()
                + " can not be used: "
                + why
                + ". Ask a person to connect it again.",
            null,
            null,
            false));
  }
}
