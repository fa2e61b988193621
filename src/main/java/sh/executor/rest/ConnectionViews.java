package sh.executor.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.api.ConnectionCreate;
import sh.executor.api.ConnectionView;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.Edit;
import sh.executor.catalog.model.NewConnection;
import sh.executor.secret.SecretValue;

/** Connections between the wire and the catalog. */
final class ConnectionViews {

  /** Who keeps every credential: the service itself, sealed. */
  static final String PROVIDER = "executor";

  private ConnectionViews() {}

  static ConnectionView view(Connection connection) {
    return new ConnectionView(
        PolicyViews.owner(connection.owner()),
        connection.name(),
        connection.integration(),
        connection.template(),
        PROVIDER,
        connection.address(),
        connection.identityLabel(),
        connection.description(),
        null,
        null,
        null,
        null,
        List.of());
  }

  static NewConnection wanted(ConnectionCreate body) {
    Map<String, SecretValue> values = new HashMap<>();
    if (body.values() != null) {
      body.values().forEach((variable, value) -> values.put(variable, SecretValue.of(value)));
    }
    return new NewConnection(
        PolicyViews.owner(body.owner()),
        body.name(),
        body.integration(),
        body.template(),
        body.identityLabel(),
        body.description(),
        body.value() == null ? null : SecretValue.of(body.value()),
        values);
  }

  /** What a member of a change means: absent, null or a string. */
  static Edit edit(String member, @Nullable JsonNode value) {
    if (value == null) {
      return new Edit.Keep();
    }
    if (value.isNull()) {
      return new Edit.Set(null);
    }
    if (!value.isTextual()) {
      throw InvalidBody.member(member, "a string or null");
    }
    return new Edit.Set(value.textValue());
  }
}
