package sh.executor.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.Callable;
import sh.executor.catalog.model.Detection;
import sh.executor.catalog.model.IntegrationKind;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.Preparation;
import sh.executor.catalog.model.Reading;
import sh.executor.catalog.model.Source;
import sh.executor.catalog.model.ToolError;
import sh.executor.kernel.ProblemException;
import sh.executor.kernel.TenantId;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.call.Call;
import sh.executor.openapi.call.CallLimits;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Json;
import sh.executor.openapi.read.OpenApiVersion;
import sh.executor.openapi.settings.Settings;
import sh.executor.outbound.Outbound;

/** APIs described in OpenAPI 3. */
@Singleton
public final class OpenApiKind implements IntegrationKind {

  private static final String NAME = "openapi";

  private final Door door;
  private final DescriptionSource descriptions;
  private final CallLimits limits;
  private final LongSupplier nanoTime;

  @Inject
  OpenApiKind(Outbound outbound, OpenApiConfig config, LongSupplier nanoTime) {
    this((Door) outbound::send, config, nanoTime);
  }

  OpenApiKind(Door door, OpenApiConfig config, LongSupplier nanoTime) {
    this.door = door;
    this.descriptions = new DescriptionSource(door);
    this.limits =
        new CallLimits(
            config.headersWithin(),
            config.bodyWithin(),
            config.bodyBytesMax(),
            config.streamWithin(),
            config.streamBytesMax());
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Detection> detect(TenantId tenant, URI url) {
    try {
      Document document = Document.parse(descriptions.read(tenant, new Source.Url(url)).bytes());
      OpenApiVersion.of(document);
      String title = DescriptionReader.title(document);
      return Optional.of(
          new Detection(
              NAME,
              Detection.Confidence.HIGH,
              url.toString(),
              title,
              DescriptionReader.slug(title)));
    } catch (ProblemException notOne) {
      return Optional.empty();
    }
  }

  @Override
  public ObjectNode preview(TenantId tenant, Source source, ObjectNode options) {
    Description description = descriptions.read(tenant, source);
    Reading reading = DescriptionReader.read(description, specUrl(source), options);
    return new Preview(DescriptionReader.document(description, options), reading).json();
  }

  @Override
  public Reading read(TenantId tenant, Source source, ObjectNode options) {
    return DescriptionReader.read(descriptions.read(tenant, source), specUrl(source), options);
  }

  private static @Nullable URI specUrl(Source source) {
    return source instanceof Source.Url(URI url) ? url : null;
  }

  @Override
  public List<AuthMethod> authMethods(ObjectNode config) {
    return Settings.of(config).methods();
  }

  @Override
  public Optional<Source.Url> source(ObjectNode config) {
    return config.path("specUrl").isTextual()
        ? Optional.of(new Source.Url(URI.create(config.get("specUrl").textValue())))
        : Optional.empty();
  }

  @Override
  public ObjectNode configure(ObjectNode config, ObjectNode change) {
    return Settings.changed(config, change);
  }

  @Override
  public Callable callable(Operation operation, ObjectNode config) {
    Binding binding = Json.read(operation.binding(), Binding.class);
    Settings settings = Settings.of(config);
    return arguments ->
        switch (Call.of(binding, settings, arguments)) {
          case Call.Checked.Misfit(ToolError error) -> new Preparation.Misfit(error);
          case Call.Checked.Fits(Call call) ->
              new Preparation.Ready(
                  new OpenApiCall(call, binding, operation.effect(), limits, door, nanoTime));
        };
  }
}
