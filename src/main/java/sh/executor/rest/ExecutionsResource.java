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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import sh.executor.api.ExecutionCancelled;
import sh.executor.api.ExecutionCreate;
import sh.executor.api.ExecutionDetail;
import sh.executor.api.ExecutionResult;
import sh.executor.api.ExecutionResume;
import sh.executor.api.ExecutionSummary;
import sh.executor.api.ExecutionView;
import sh.executor.execution.CallerStack;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecuteRequest;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.Resource;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Answered;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunFilter;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunSummary;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Page;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/** Runs of scripts, for whoever began them and for the organisation's admins. */
@Path("executions")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "executions")
final class ExecutionsResource implements ApiResource {

  private static final String ONE = "{executionId}";
  private static final int LISTED_DEFAULT = 50;
  private static final int LISTED_MAX = 500;

  /** How long an answer is held back for the run to come to something. */
  private static final Duration RESUME_WITHIN = Duration.ofMinutes(1);

  private final ExecutionStack stack;
  private final CurrentCaller caller;
  private final EventStreams streams;

  @Inject
  ExecutionsResource(ExecutionStack stack, CurrentCaller caller, EventStreams streams) {
    this.stack = stack;
    this.caller = caller;
    this.streams = streams;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "executions.execute",
      summary =
          "Runs a script until it ends or waits for a person; one that fails is an answer too,"
              + " with isError")
  public ExecutionView execute(ExecutionCreate body) {
    if (body.code().isBlank()) {
      throw InvalidBody.member("code", "a script");
    }
    ExecuteRequest request =
        new ExecuteRequest(body.code(), Boolean.TRUE.equals(body.autoApprove()));
    try {
      return ExecutionViews.view(
          stack().execute(request, new Cancellation(), CallerStack.Listener.NOBODY));
    } catch (InterruptedException e) {
      throw shuttingDown();
    }
  }

  @GET
  @Operation(operationId = "executions.list", summary = "Runs, the newest first")
  public RestResponse<List<ExecutionSummary>> list(
      @QueryParam("status") @Nullable String status,
      @QueryParam("since") @Nullable String since,
      @QueryParam("until") @Nullable String until,
      @QueryParam("mine") @Nullable String mine,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @Context UriInfo uri) {
    Caller who = caller.get();
    Paging paging = Paging.of(limit, offset, LISTED_DEFAULT, LISTED_MAX);
    RunFilter filter =
        new RunFilter(
            Query.flag("mine", mine, false) ? who.account() : null,
            ExecutionViews.state("status", status),
            Query.instant("since", since),
            Query.instant("until", until));
    Page<RunSummary> page = stack().runs(filter, paging.offset(), paging.limit());
    return paging.response(page, ExecutionViews::summary, uri);
  }

  @GET
  @Path(ONE)
  @Operation(
      operationId = "executions.get",
      summary = "A run with its journal and its questions to people")
  public ExecutionDetail get(@PathParam("executionId") String executionId) {
    RunId id = ExecutionViews.id(executionId);
    CallerStack runs = stack();
    RunSummary summary = runs.run(id).orElseThrow(ExecutionViews::missing);
    ExecutionView stand = ExecutionViews.view(outcome(runs, id, Duration.ZERO));
    return new ExecutionDetail(
        ExecutionViews.summary(summary),
        stand.text(),
        stand.structured(),
        stand.isError(),
        ExecutionViews.calls(runs.journal(id).orElseThrow(ExecutionViews::missing)),
        runs.questions(id).stream().map(InteractionViews::view).toList());
  }

  @GET
  @Path(ONE + "/result")
  @Operation(
      operationId = "executions.result",
      summary = "All that a run which ended has put out, uncut")
  public ExecutionResult result(@PathParam("executionId") String executionId) {
    RunId id = ExecutionViews.id(executionId);
    CallerStack runs = stack();
    ExecutionOutcome outcome = outcome(runs, id, Duration.ZERO);
    RunSummary summary = runs.run(id).orElseThrow(ExecutionViews::missing);
    return ExecutionViews.result(summary, outcome)
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Type.CONFLICT,
                        "ExecutionNotEndedError",
                        "The execution has not ended, so there is no result.")
                    .exception());
  }

  @GET
  @Path(ONE + "/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "executions.events",
      summary =
          "How a run and its calls and questions are, and then every change, until it has ended;"
              + " with follow=false only how they are")
  public RestResponse<StreamingOutput> events(
      @PathParam("executionId") String executionId,
      @QueryParam("follow") @Nullable String follow,
      @Context HttpServerRequest request) {
    RunId id = ExecutionViews.id(executionId);
    CallerStack runs = stack();
    requireSeen(runs, id);
    RunEvents events = new RunEvents(runs, id, Query.flag("follow", follow, true));
    return streams.open(caller.get(), request, events);
  }

  @POST
  @Path(ONE + "/resume")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "executions.resume",
      summary =
          "Answers a question of a run that waits, and then waits up to a minute for what comes"
              + " of it")
  public ExecutionView resume(@PathParam("executionId") String executionId, ExecutionResume body) {
    RunId id = ExecutionViews.id(executionId);
    CallerStack runs = stack();
    Answer answer = InteractionViews.answer(body.action(), body.content());
    InteractionViews.recorded(
        body.interactionId() == null
            ? answerNext(runs, id, answer)
            : runs.answer(
                id, InteractionViews.id(body.interactionId()), answer, Interaction.Via.REST));
    return ExecutionViews.view(outcome(runs, id, RESUME_WITHIN));
  }

  @POST
  @Path(ONE + "/cancel")
  @Operation(operationId = "executions.cancel", summary = "Calls a run off, wherever it is")
  public ExecutionCancelled cancel(@PathParam("executionId") String executionId) {
    RunId id = ExecutionViews.id(executionId);
    CallerStack runs = stack();
    requireSeen(runs, id);
    return new ExecutionCancelled(runs.cancel(executionId));
  }

  /**
   * Answers the question that is meant when none is named. Of a run where none waits it is the last
   * one, so that an answer that is sent twice comes to the same.
   */
  private static Answered answerNext(CallerStack runs, RunId id, Answer answer) {
    return runs.answerNext(id, answer, Interaction.Via.REST)
        .orElseGet(
            () -> {
              requireSeen(runs, id);
              return runs.answer(last(runs.questions(id)), answer, Interaction.Via.REST);
            });
  }

  private static void requireSeen(CallerStack runs, RunId id) {
    if (runs.run(id).isEmpty()) {
      throw ExecutionViews.missing();
    }
  }

  private static InteractionId last(List<Interaction> questions) {
    if (questions.isEmpty()) {
      throw Problem.of(
              Problem.Type.CONFLICT,
              "NothingToAnswerError",
              "The execution has asked nothing that could be answered.")
          .exception();
    }
    return questions.getLast().id();
  }

  private static ExecutionOutcome outcome(CallerStack runs, RunId id, Duration within) {
    try {
      return runs.await(id, Set.of(), within, new Cancellation())
          .orElseThrow(ExecutionViews::missing);
    } catch (InterruptedException e) {
      throw shuttingDown();
    }
  }

  private CallerStack stack() {
    return stack.forCaller(caller.get(), Resource.DEFAULT);
  }

  private static ProblemException shuttingDown() {
    Thread.currentThread().interrupt();
    return new Problem(
            Problem.Type.UNAVAILABLE,
            "ShuttingDown",
            "The service is shutting down; the execution goes on elsewhere or later.",
            Map.of(ProblemViews.RETRY_AFTER, 2))
        .exception();
  }
}
