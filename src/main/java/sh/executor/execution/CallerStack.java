package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import sh.executor.catalog.model.ToolResult;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Page;
import sh.executor.kernel.TypeId;
import sh.executor.sandbox.Sandbox;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Key;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.Trace;

/**
 * The {@link ExecutionStack} in the hands of one caller at one resource. Blocking, for virtual
 * threads.
 */
public final class CallerStack {

  private static final String ID_PREFIX = "exec";

  private final ExecutionStack stack;
  private final Caller caller;
  private final RunCatalog catalog;

  CallerStack(ExecutionStack stack, Caller caller, Resource resource) {
    this.stack = stack;
    this.caller = caller;
    this.catalog = stack.catalog(caller);
  }

  /**
   * Runs a script to its end.
   *
   * @param listener hears the path of every call that comes back, while the script runs; may block,
   *     and is called from any thread
   * @throws InterruptedException when this thread is interrupted; the script is stopped then
   */
  public ExecutionOutcome execute(
      ExecuteRequest request, Cancellation cancellation, Consumer<String> listener)
      throws InterruptedException {
    String executionId = new TypeId(ID_PREFIX, stack.ids().next()).toString();
    AtomicLong calls = new AtomicLong();
    Consumer<String> counting =
        path -> {
          calls.incrementAndGet();
          listener.accept(path);
        };
    try (Trace trace = stack.traces().open(SpanName.EXECUTION_RUN)) {
      trace.note(Key.TENANT_ID, caller.tenant().toString()).note(Key.EXECUTION_ID, executionId);
      ExecutionOutcome outcome = execute(executionId, request, cancellation, counting);
      trace.note(Attribute.CALLS, calls.get()).outcome(outcome);
      return outcome;
    }
  }

  private ExecutionOutcome execute(
      String executionId,
      ExecuteRequest request,
      Cancellation cancellation,
      Consumer<String> listener)
      throws InterruptedException {
    Optional<String> refusal = stack.running().begin(executionId, caller.tenant(), cancellation);
    if (refusal.isPresent()) {
      return new ExecutionOutcome.Failed(executionId, refusal.get(), List.of(), List.of());
    }
    try {
      return run(executionId, request, cancellation, listener);
    } catch (RuntimeException e) {
      String error = Defects.opaque("run a script", e);
      return new ExecutionOutcome.Failed(executionId, error, List.of(), List.of());
    } finally {
      stack.running().end(executionId);
    }
  }

  /** Calls off a run of the caller's organisation on this node; false when there is none. */
  public boolean cancel(String executionId) {
    return stack.running().cancel(executionId, caller.tenant(), "cancelled by request");
  }

  /**
   * Calls one tool, without a script.
   *
   * @param path with or without the leading {@code tools.}
   * @param arguments an object; missing for none
   */
  public ToolResult call(String path, JsonNode arguments) {
    return new ToolInvoker(catalog, false, stack.traces()).invoke(path, arguments);
  }

  /** The slugs of integrations the caller has a connection to, sorted, at most 50, and how many. */
  public Page<String> connectedIntegrations() {
    return catalog.view().connectedIntegrations();
  }

  private ExecutionOutcome run(
      String executionId,
      ExecuteRequest request,
      Cancellation cancellation,
      Consumer<String> listener)
      throws InterruptedException {
    boolean approved = request.autoApprove() && caller.credential() == Caller.Credential.PERSON;
    ToolInvoker invoker = new ToolInvoker(catalog, approved, stack.traces());
    CallDesk desk = new CallDesk(new Builtins(catalog), invoker);
    CallCrew crew = new CallCrew(desk, listener);
    try (Sandbox sandbox = stack.sandboxes().open(caller.tenant(), stack.limits());
        Cancellation.Registration _ =
            cancellation.onCancel(
                () -> {
                  sandbox.cancel();
                  crew.abort();
                })) {
      Run.Timing timing = new Run.Timing(stack.nanoTime(), stack.limits().wallClock());
      return new Run(executionId, sandbox, crew, cancellation, timing).drive(request.code());
    } finally {
      crew.abort();
    }
  }
}
