package sh.executor.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sh.executor.api.OpenApiConfigure;
import sh.executor.api.OpenApiCreate;
import sh.executor.api.SpecSource;
import sh.executor.catalog.model.NewIntegration;
import sh.executor.catalog.model.Source;

/** What requests about OpenAPI integrations mean to the catalog, which knows the kind by name. */
final class OpenApiBodies {

  /** The kind, as the catalog knows it. */
  static final String KIND = "openapi";

  private OpenApiBodies() {}

  /** A URL when it begins like one, else the description itself. */
  static Source source(String spec) {
    String start = spec.stripLeading().toLowerCase(Locale.ROOT);
    return start.startsWith("http://") || start.startsWith("https://")
        ? url("spec", spec.strip())
        : new Source.Text(spec);
  }

  static Source source(SpecSource spec) {
    return switch (spec.kind()) {
      case URL -> url("spec.url", given("spec.url", spec.url()));
      case BLOB -> new Source.Text(given("spec.value", spec.value()));
    };
  }

  static NewIntegration wanted(OpenApiCreate body) {
    ObjectNode options = overriding(body.specOverrides());
    put(options, "baseUrl", body.baseUrl());
    put(options, "headers", body.headers());
    put(options, "queryParams", body.queryParams());
    put(options, "authenticationTemplate", body.authenticationTemplate());
    put(options, "idempotencyHeader", body.idempotencyHeader());
    return new NewIntegration(
        KIND, source(body.spec()), body.slug(), body.name(), body.description(), options);
  }

  static ObjectNode change(OpenApiConfigure body) {
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    put(change, "authenticationTemplate", body.authenticationTemplate());
    put(change, "baseUrl", body.baseUrl());
    put(change, "idempotencyHeader", body.idempotencyHeader());
    if (body.mode() != null) {
      change.put("mode", body.mode().name().toLowerCase(Locale.ROOT));
    }
    return change;
  }

  /** The options of a reading that is put right, or left as it was when null. */
  static ObjectNode overriding(@Nullable JsonNode overrides) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    put(options, "specOverrides", overrides);
    return options;
  }

  private static void put(ObjectNode options, String member, @Nullable String value) {
    if (value != null) {
      options.put(member, value);
    }
  }

  private static void put(ObjectNode options, String member, @Nullable JsonNode value) {
    if (value != null && !value.isNull()) {
      options.set(member, value);
    }
  }

  private static String given(String member, @Nullable String value) {
    if (value == null) {
      throw InvalidBody.member(member, "there for this kind of source");
    }
    return value;
  }

  private static Source url(String member, String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() != null) {
        return new Source.Url(url);
      }
    } catch (URISyntaxException e) {
      // Said below, as a URL without a host is.
    }
    throw InvalidBody.member(member, "an absolute http or https URL");
  }
}
