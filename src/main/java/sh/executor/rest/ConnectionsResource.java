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
import sh.executor.api.ConnectionCreate;
import sh.executor.api.ConnectionUpdate;
import sh.executor.api.ConnectionView;
import sh.executor.api.Removed;
import sh.executor.api.ToolView;
import sh.executor.catalog.Catalog;
import sh.executor.catalog.Connections;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.ToolFilter;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.Page;
import sh.executor.kernel.Problem;

/** Credentialed instances of integrations: the organisation's and the caller's own. */
@Path("connections")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "connections")
final class ConnectionsResource implements ApiResource {

  private static final String ONE = "{owner}/{integration}/{name}";

  private final Connections connections;
  private final Catalog catalog;
  private final CurrentCaller caller;

  @Inject
  ConnectionsResource(Connections connections, Catalog catalog, CurrentCaller caller) {
    this.connections = connections;
    this.catalog = catalog;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "connections.list",
      summary = "The connections the caller may use, by integration, owner and name")
  public RestResponse<List<ConnectionView>> list(
      @QueryParam("integration") @Nullable String integration,
      @QueryParam("owner") @Nullable String owner,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @Context UriInfo uri) {
    Paging paging = Paging.of(limit, offset);
    Page<Connection> page =
        connections.list(
            caller.get(),
            integration,
            Query.owner("owner", owner),
            paging.offset(),
            paging.limit());
    return paging.response(page, ConnectionViews::view, uri);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "connections.create", summary = "Makes a connection")
  public ConnectionView create(ConnectionCreate body) {
    Connections.Created created = connections.create(caller.get(), ConnectionViews.wanted(body));
    return ConnectionViews.view(created.connection());
  }

  @GET
  @Path(ONE)
  @Operation(operationId = "connections.get", summary = "One connection")
  public ConnectionView get(
      @PathParam("owner") String owner,
      @PathParam("integration") String integration,
      @PathParam("name") String name) {
    return ConnectionViews.view(connections.get(caller.get(), ownerOf(owner), integration, name));
  }

  @PATCH
  @Path(ONE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "connections.update", summary = "Changes what a connection says")
  public ConnectionView update(
      @PathParam("owner") String owner,
      @PathParam("integration") String integration,
      @PathParam("name") String name,
      ConnectionUpdate body) {
    return ConnectionViews.view(
        connections.update(
            caller.get(),
            ownerOf(owner),
            integration,
            name,
            ConnectionViews.edit("identityLabel", body.identityLabel()),
            ConnectionViews.edit("description", body.description())));
  }

  @DELETE
  @Path(ONE)
  @Operation(operationId = "connections.remove", summary = "Removes a connection and its secrets")
  public Removed remove(
      @PathParam("owner") String owner,
      @PathParam("integration") String integration,
      @PathParam("name") String name) {
    connections.remove(caller.get(), ownerOf(owner), integration, name);
    return new Removed(true);
  }

  @POST
  @Path(ONE + "/refresh")
  @Operation(
      operationId = "connections.refresh",
      summary = "The tools of a connection as they are now")
  public RestResponse<List<ToolView>> refresh(
      @PathParam("owner") String owner,
      @PathParam("integration") String integration,
      @PathParam("name") String name,
      @Context UriInfo uri) {
    Caller who = caller.get();
    Connection connection = connections.get(who, ownerOf(owner), integration, name);
    ToolFilter filter =
        new ToolFilter(integration, connection.owner(), connection.name(), null, true);
    Paging paging = new Paging(Paging.LIMIT_MAX, 0);
    return paging.response(
        catalog.open(who).tools(filter, paging.offset(), paging.limit()),
        tool -> ToolViews.view(tool, true),
        uri);
  }

  /** Whose; a connection of anybody else is not there. */
  private static Owner ownerOf(String segment) {
    return Owner.parse(segment)
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Type.NOT_FOUND,
                        "ConnectionNotFoundError",
                        "A connection's owner is org or user.")
                    .exception());
  }
}
