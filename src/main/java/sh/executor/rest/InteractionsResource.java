package sh.executor.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import sh.executor.api.InteractionAnswer;
import sh.executor.api.InteractionView;
import sh.executor.execution.CallerStack;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.Resource;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.kernel.Page;

/** What runs ask people: seen and answered by whose run it is, and by the organisation's admins. */
@Path("interactions")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "interactions")
final class InteractionsResource implements ApiResource {

  private static final String ONE = "{interactionId}";
  private static final int LISTED_DEFAULT = 50;
  private static final int LISTED_MAX = 100;

  private final ExecutionStack stack;
  private final CurrentCaller caller;
  private final EventStreams streams;

  @Inject
  InteractionsResource(ExecutionStack stack, CurrentCaller caller, EventStreams streams) {
    this.stack = stack;
    this.caller = caller;
    this.streams = streams;
  }

  @GET
  @Operation(
      operationId = "interactions.list",
      summary = "The questions that wait and that the caller may answer, the oldest first")
  public RestResponse<List<InteractionView>> list(
      @QueryParam("mine") @Nullable String mine,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @Context UriInfo uri) {
    Paging paging = Paging.of(limit, offset, LISTED_DEFAULT, LISTED_MAX);
    boolean own = Query.flag("mine", mine, false);
    Page<Interaction> page = stack().pending(own, paging.offset(), paging.limit());
    return paging.response(page, InteractionViews::view, uri);
  }

  @GET
  @Path("events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "interactions.events",
      summary =
          "The questions that wait, and then those that come and those that are settled; with"
              + " follow=false only those that wait")
  public RestResponse<StreamingOutput> events(
      @QueryParam("mine") @Nullable String mine,
      @QueryParam("follow") @Nullable String follow,
      @Context HttpServerRequest request) {
    boolean own = Query.flag("mine", mine, false);
    PendingEvents events = new PendingEvents(stack(), own, Query.flag("follow", follow, true));
    return streams.open(caller.get(), request, events);
  }

  @GET
  @Path(ONE)
  @Operation(operationId = "interactions.get", summary = "One question, settled or not")
  public InteractionView get(@PathParam("interactionId") String interactionId) {
    InteractionId id = InteractionViews.id(interactionId);
    return InteractionViews.view(stack().question(id).orElseThrow(InteractionViews::missing));
  }

  @POST
  @Path(ONE + "/answer")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "interactions.answer",
      summary = "Answers a question; the first answer counts, and saying the same again is fine")
  public InteractionView answer(
      @PathParam("interactionId") String interactionId, InteractionAnswer body) {
    InteractionId id = InteractionViews.id(interactionId);
    return InteractionViews.view(
        InteractionViews.recorded(
            stack()
                .answer(
                    id,
                    InteractionViews.answer(body.action(), body.content()),
                    Interaction.Via.REST)));
  }

  private CallerStack stack() {
    return stack.forCaller(caller.get(), Resource.DEFAULT);
  }
}
