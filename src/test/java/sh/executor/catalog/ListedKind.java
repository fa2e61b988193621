package sh.executor.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.AuthTemplates;
import sh.executor.catalog.model.Callable;
import sh.executor.catalog.model.Detection;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.IntegrationKind;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.Reading;
import sh.executor.catalog.model.Source;
import sh.executor.kernel.TenantId;

/**
 * The smallest kind there can be. Its description is a line per operation, {@code read|write name
 * description}, and {@code define name schema} for what they share; calling one answers the
 * arguments.
 */
final class ListedKind implements IntegrationKind {

  static final String NAME = "listed";

  private static final String INPUT =
      "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}},\"required\":[\"id\"]}";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Detection> detect(TenantId tenant, URI url) {
    return url.getPath().endsWith(".list")
        ? Optional.of(
            new Detection(NAME, Detection.Confidence.HIGH, url.toString(), "Listed", "listed"))
        : Optional.empty();
  }

  @Override
  public ObjectNode preview(TenantId tenant, Source source, ObjectNode options) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("operationCount", read(tenant, source, options).operations().size());
  }

  @Override
  public Reading read(TenantId tenant, Source source, ObjectNode options) {
    String text =
        switch (source) {
          case Source.Text(String value) -> value;
          case Source.Url(URI url) -> url.getFragment();
        };
    List<Operation> operations = new ArrayList<>();
    Map<String, String> definitions = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      String[] parts = line.split(" ", 3);
      if (parts[0].equals("define")) {
        definitions.put(parts[1], parts[2]);
      } else if (!line.isBlank()) {
        operations.add(operation(parts));
      }
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.set(
        "authenticationTemplate",
        options.path("authenticationTemplate").isMissingNode()
            ? AuthTemplates.write(List.of(AuthMethod.none()))
            : options.get("authenticationTemplate"));
    if (source instanceof Source.Url(URI url)) {
      config.put("url", url.toString());
    }
    return new Reading(
        "Listed", "A list of operations", "listed", config, sha256(text), operations, definitions);
  }

  private static Operation operation(String[] parts) {
    return new Operation(
        parts[1],
        parts.length > 2 ? parts[2] : "",
        Effect.valueOf(parts[0].toUpperCase(Locale.ROOT)),
        null,
        INPUT,
        "{\"$ref\":\"#/$defs/Thing\"}",
        "{}");
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<AuthMethod> authMethods(ObjectNode config) {
    return AuthTemplates.read(config.path("authenticationTemplate"));
  }

  @Override
  public Optional<Source.Url> source(ObjectNode config) {
    return config.has("url")
        ? Optional.of(new Source.Url(URI.create(config.get("url").asText())))
        : Optional.empty();
  }

  @Override
  public ObjectNode configure(ObjectNode config, ObjectNode change) {
    ObjectNode changed = config.deepCopy();
    changed.setAll(change);
    AuthTemplates.read(changed.path("authenticationTemplate"));
    return changed;
  }

  @Override
  public Callable callable(Operation operation, ObjectNode config) {
    throw new UnsupportedOperationException("Nobody calls what is only listed");
  }
}
