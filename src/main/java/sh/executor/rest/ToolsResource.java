package sh.executor.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import sh.executor.api.ToolSchemaView;
import sh.executor.api.ToolView;
import sh.executor.catalog.Catalog;
import sh.executor.catalog.CatalogView;
import sh.executor.catalog.model.Tool;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolFilter;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.kernel.Page;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/** The tools a caller has: operations of integrations at connections. */
@Path("tools")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tools")
final class ToolsResource implements ApiResource {

  private final Catalog catalog;
  private final CurrentCaller caller;

  @Inject
  ToolsResource(Catalog catalog, CurrentCaller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "tools.list", summary = "The tools, by address, without their schemas")
  public RestResponse<List<ToolView>> list(
      @QueryParam("integration") @Nullable String integration,
      @QueryParam("owner") @Nullable String owner,
      @QueryParam("connection") @Nullable String connection,
      @QueryParam("query") @Nullable String query,
      @QueryParam("includeAnnotations") @Nullable String includeAnnotations,
      @QueryParam("includeBlocked") @Nullable String includeBlocked,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @Context UriInfo uri) {
    Paging paging = Paging.of(limit, offset);
    boolean annotated = Query.flag("includeAnnotations", includeAnnotations, true);
    ToolFilter filter =
        new ToolFilter(
            integration,
            Query.owner("owner", owner),
            connection,
            query,
            Query.flag("includeBlocked", includeBlocked, true));
    Page<Tool> page = catalog.open(caller.get()).tools(filter, paging.offset(), paging.limit());
    return paging.response(page, tool -> ToolViews.view(tool, annotated), uri);
  }

  @GET
  @Path("schema")
  @Operation(operationId = "tools.schema", summary = "What one tool takes and gives")
  public ToolSchemaView schema(@QueryParam("address") @Nullable String address) {
    String wanted = Query.required("address", address);
    CatalogView tools = catalog.open(caller.get());
    return ToolAddress.parse(wanted)
        .flatMap(tools::schema)
        .map(ToolViews::view)
        .orElseThrow(() -> missing(tools, wanted));
  }

  private static ProblemException missing(CatalogView tools, String wanted) {
    List<String> suggestions =
        ToolAddress.parse(wanted).map(tools::tool).orElse(new ToolLookup.Missing(List.of()))
                instanceof ToolLookup.Missing lookup
            ? lookup.suggestions()
            : List.of();
    return new Problem(
            Problem.Type.NOT_FOUND,
            "ToolNotFoundError",
            "There is no tool at this address.",
            Map.of("suggestions", suggestions))
        .exception();
  }
}
