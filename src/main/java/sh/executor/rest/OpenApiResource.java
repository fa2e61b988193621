package sh.executor.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import sh.executor.api.OpenApiAdded;
import sh.executor.api.OpenApiConfigView;
import sh.executor.api.OpenApiConfigure;
import sh.executor.api.OpenApiConfigured;
import sh.executor.api.OpenApiCreate;
import sh.executor.api.OpenApiPreview;
import sh.executor.api.OpenApiUpdate;
import sh.executor.api.OpenApiUpdated;
import sh.executor.api.OpenApiView;
import sh.executor.api.Removed;
import sh.executor.api.SpecSource;
import sh.executor.catalog.Integrations;
import sh.executor.catalog.model.AuthTemplates;
import sh.executor.catalog.model.Imported;
import sh.executor.catalog.model.Integration;
import sh.executor.kernel.Problem;

/** APIs added by their OpenAPI description. */
@Path("openapi")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "openapi")
final class OpenApiResource implements ApiResource {

  private static final String ONE = "integrations/{slug}";

  private final Integrations integrations;
  private final CurrentCaller caller;

  @Inject
  OpenApiResource(Integrations integrations, CurrentCaller caller) {
    this.integrations = integrations;
    this.caller = caller;
  }

  @POST
  @Path("preview")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "openapi.preview", summary = "What adding an API would bring")
  public JsonNode preview(@MaxBytes(BodyLimits.DESCRIPTION_BYTES_MAX) OpenApiPreview body) {
    return integrations.preview(
        caller.get(),
        OpenApiBodies.KIND,
        OpenApiBodies.source(body.spec()),
        OpenApiBodies.overriding(body.specOverrides()));
  }

  @POST
  @Path("specs")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "openapi.addSpec", summary = "Adds an API, as yet without a connection")
  public OpenApiAdded add(@MaxBytes(BodyLimits.DESCRIPTION_BYTES_MAX) OpenApiCreate body) {
    Imported imported = integrations.add(caller.get(), OpenApiBodies.wanted(body));
    return new OpenApiAdded(imported.slug(), imported.toolCount());
  }

  @GET
  @Path(ONE)
  @Operation(operationId = "openapi.getIntegration", summary = "One API in short")
  public OpenApiView get(@PathParam("slug") String slug) {
    Integration integration = ours(slug);
    return new OpenApiView(
        integration.slug(),
        integration.description(),
        integration.kind(),
        true,
        integration.canRefresh());
  }

  @DELETE
  @Path(ONE)
  @Operation(
      operationId = "openapi.removeIntegration",
      summary = "Removes an API with everybody's connections to it and their secrets")
  public Removed remove(@PathParam("slug") String slug) {
    ours(slug);
    return new Removed(integrations.remove(caller.get(), slug));
  }

  @GET
  @Path(ONE + "/config")
  @Operation(operationId = "openapi.getConfig", summary = "How an API is called")
  public OpenApiConfigView config(@PathParam("slug") String slug) {
    Integration integration = ours(slug);
    ObjectNode config = integration.config();
    return new OpenApiConfigView(
        integration.sourceUrl(),
        config.path("baseUrl").textValue(),
        config.get("headers"),
        config.get("queryParams"),
        AuthTemplates.write(integration.authMethods()),
        config.path("idempotencyHeader").textValue(),
        config.get("specOverrides"));
  }

  @POST
  @Path(ONE + "/config")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "openapi.configure", summary = "Changes how an API is called")
  public OpenApiConfigured configure(@PathParam("slug") String slug, OpenApiConfigure body) {
    ours(slug);
    Integration changed = integrations.configure(caller.get(), slug, OpenApiBodies.change(body));
    return new OpenApiConfigured(AuthTemplates.write(changed.authMethods()));
  }

  @POST
  @Path(ONE + "/spec")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "openapi.updateSpec", summary = "Reads an API's description again")
  public OpenApiUpdated update(
      @PathParam("slug") String slug,
      @MaxBytes(BodyLimits.DESCRIPTION_BYTES_MAX) OpenApiUpdate body) {
    ours(slug);
    SpecSource spec = body.spec();
    Imported imported =
        integrations.refresh(
            caller.get(),
            slug,
            spec == null ? null : OpenApiBodies.source(spec),
            OpenApiBodies.overriding(body.specOverrides()));
    return new OpenApiUpdated(
        imported.slug(), imported.toolCount(), imported.addedTools(), imported.removedTools());
  }

  /** The integration of that slug, if it is of this kind: another one is not there. */
  private Integration ours(String slug) {
    Integration integration = integrations.get(caller.get(), slug);
    if (!integration.kind().equals(OpenApiBodies.KIND)) {
      throw Problem.of(
              Problem.Type.NOT_FOUND,
              "IntegrationNotFoundError",
              "The integration of this slug was not added by an OpenAPI description.")
          .exception();
    }
    return integration;
  }
}
