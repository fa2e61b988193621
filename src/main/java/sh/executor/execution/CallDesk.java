package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.database.DatabaseException;
import sh.executor.kernel.ProblemException;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.ToolCall;

/**
 * Decides what is to be done about each call of a script, and answers it whatever happens. What the
 * script, its agent or the user can do something about is a value; what they can't is thrown, as a
 * number that stands in our log.
 */
final class CallDesk {

  private final Builtins builtins;
  private final ToolInvoker invoker;

  CallDesk(Builtins builtins, ToolInvoker invoker) {
    this.builtins = builtins;
    this.invoker = invoker;
  }

  /**
   * What is to be done about {@code call}. May read the catalog; sends nothing.
   *
   * @param approval whether a person has agreed to it
   * @throws DatabaseException when the catalog can't be read now: that says nothing of the call
   */
  Plan plan(ToolCall call, Approval approval) {
    Optional<JsonNode> legible = argument(call);
    if (legible.isEmpty()) {
      String message = "The argument of " + call.path() + ' ' + Trees.ILLEGIBLE;
      return new Plan.Known(new Delivery.Thrown(call.id(), message));
    }
    JsonNode argument = legible.get();
    if (Builtins.has(call.path())) {
      return new Plan.Look(() -> answer(call, () -> builtin(call, argument)));
    }
    try {
      ToolInvoker.Decided decided = invoker.decide(call.path(), argument, approval);
      return switch (decided) {
        case ToolInvoker.Decided.Refused(ToolError error) ->
            new Plan.Known(ToolReplies.delivery(call.id(), new ToolResult.Failed(error)));
        case ToolInvoker.Decided.Free(var ready) ->
            new Plan.Look(() -> answer(call, () -> sent(call, ready, null)));
        case ToolInvoker.Decided.Bound(var ready) -> act(call, ready);
        case ToolInvoker.Decided.Gated(var ready) -> new Plan.Ask(act(call, ready));
      };
    } catch (DatabaseException e) {
      throw e;
    } catch (ProblemException e) {
      return new Plan.Known(problem(call, e));
    } catch (RuntimeException e) {
      return new Plan.Known(defect(call, e));
    }
  }

  private Plan.Act act(ToolCall call, ToolInvoker.Ready ready) {
    return new Plan.Act(
        ready.found(), ready.call().repeat(), key -> answer(call, () -> sent(call, ready, key)));
  }

  private Delivery sent(ToolCall call, ToolInvoker.Ready ready, @Nullable String key) {
    return ToolReplies.delivery(call.id(), invoker.send(ready, key));
  }

  private Delivery builtin(ToolCall call, JsonNode argument) {
    Optional<Delivery> answer =
        builtins.call(call.path(), argument).map(result -> ToolReplies.returned(call.id(), result));
    return answer.orElseThrow();
  }

  private static Delivery answer(ToolCall call, Supplier<Delivery> work) {
    try {
      return work.get();
    } catch (BuiltinArguments.BadArgument e) {
      return new Delivery.Thrown(call.id(), String.valueOf(e.getMessage()));
    } catch (ProblemException e) {
      return problem(call, e);
    } catch (RuntimeException e) {
      // Who calls a call off breaks what it waits for, the database's answers too: no defect.
      return Thread.currentThread().isInterrupted()
          ? new Delivery.Thrown(call.id(), "The call was cancelled.")
          : defect(call, e);
    }
  }

  private static Delivery problem(ToolCall call, ProblemException e) {
    String code = e.problem().type().slug().replace('-', '_').toLowerCase(Locale.ROOT);
    ToolError error = ToolError.of(code, e.problem().detail());
    return ToolReplies.delivery(call.id(), new ToolResult.Failed(error));
  }

  private static Delivery defect(ToolCall call, RuntimeException e) {
    return new Delivery.Thrown(call.id(), Defects.opaque("answer a tool call", e));
  }

  private static Optional<JsonNode> argument(ToolCall call) {
    return call.argumentJson().length == 0
        ? Optional.of(MissingNode.getInstance())
        : Trees.legible(call.argumentJson());
  }
}
