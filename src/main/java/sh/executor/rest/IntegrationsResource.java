package sh.executor.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import sh.executor.api.DetectRequest;
import sh.executor.api.DetectedView;
import sh.executor.api.IntegrationUpdate;
import sh.executor.api.IntegrationView;
import sh.executor.api.Removed;
import sh.executor.catalog.Detections;
import sh.executor.catalog.Integrations;
import sh.executor.catalog.model.Integration;
import sh.executor.kernel.Page;

/** The integrations of the caller's organisation, of whatever kind. */
@Path("integrations")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "integrations")
final class IntegrationsResource implements ApiResource {

  private final Integrations integrations;
  private final Detections detections;
  private final CurrentCaller caller;

  @Inject
  IntegrationsResource(Integrations integrations, Detections detections, CurrentCaller caller) {
    this.integrations = integrations;
    this.detections = detections;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "integrations.list", summary = "The integrations, by slug")
  public RestResponse<List<IntegrationView>> list(
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @Context UriInfo uri) {
    Paging paging = Paging.of(limit, offset);
    Page<Integration> page = integrations.list(caller.get(), paging.offset(), paging.limit());
    return paging.response(page, IntegrationViews::view, uri);
  }

  @GET
  @Path("{slug}")
  @Operation(operationId = "integrations.get", summary = "One integration")
  public IntegrationView get(@PathParam("slug") String slug) {
    return IntegrationViews.view(integrations.get(caller.get(), slug));
  }

  @PATCH
  @Path("{slug}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "integrations.update",
      summary = "Changes how an integration is called and described")
  public IntegrationView update(@PathParam("slug") String slug, IntegrationUpdate body) {
    return IntegrationViews.view(
        integrations.describe(caller.get(), slug, body.name(), body.description()));
  }

  @DELETE
  @Path("{slug}")
  @Operation(
      operationId = "integrations.remove",
      summary = "Removes an integration with everybody's connections to it and their secrets")
  public Removed remove(@PathParam("slug") String slug) {
    return new Removed(integrations.remove(caller.get(), slug));
  }

  @POST
  @Path("{slug}/review")
  @Operation(
      operationId = "integrations.review",
      summary = "Says that a person has looked at all operations the integration has now")
  public IntegrationView review(@PathParam("slug") String slug) {
    return IntegrationViews.view(integrations.review(caller.get(), slug));
  }

  @POST
  @Path("detect")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "integrations.detect", summary = "What is at a URL, the surest first")
  public List<DetectedView> detect(DetectRequest body) {
    return detections.detect(caller.get(), body.url()).stream()
        .map(IntegrationViews::detected)
        .toList();
  }
}
