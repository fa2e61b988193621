package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sh.executor.catalog.model.CredentialLookup;
import sh.executor.catalog.model.Invocation;
import sh.executor.catalog.model.Preparation;
import sh.executor.catalog.model.PreparedCall;
import sh.executor.catalog.model.Tool;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.catalog.model.ToolResult;
import sh.executor.policy.Action;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Key;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/**
 * The way of one call from its path to its result: is there such a tool, do the rules allow it, do
 * the arguments fit, is a human needed, what credential does it take. In that order, so that nobody
 * is asked about a call that can not be made, and no secret is opened for one that may not.
 */
final class ToolInvoker {

  private final RunCatalog catalog;
  private final boolean approved;
  private final Traces traces;

  /**
   * @param approved whether calls that need approval have it
   */
  ToolInvoker(RunCatalog catalog, boolean approved, Traces traces) {
    this.catalog = catalog;
    this.approved = approved;
    this.traces = traces;
  }

  /**
   * Makes a call. Blocks; interrupting the thread aborts what is under way.
   *
   * @param arguments as the script gave them; missing for none
   */
  ToolResult invoke(String path, JsonNode arguments) {
    try (Trace trace = traces.open(SpanName.TOOL_CALL)) {
      try {
        ToolResult result = find(path, arguments, trace);
        trace.outcome(result);
        if (result instanceof ToolResult.Failed(ToolError error)) {
          trace.failed(error.code());
        }
        return result;
      } catch (RuntimeException e) {
        trace.failed(e.getClass().getSimpleName());
        throw e;
      }
    }
  }

  private ToolResult find(String path, JsonNode arguments, Trace trace) {
    Optional<ToolAddress> address = ToolAddress.parse(path);
    if (address.isEmpty()) {
      return failed(Refusals.notFound(path, catalog.similar(path)));
    }
    trace.note(Key.TOOL_ADDRESS, address.get().toString());
    return switch (catalog.tool(address.get())) {
      case ToolLookup.Missing(List<String> suggestions) ->
          failed(Refusals.notFound(path, suggestions));
      case ToolLookup.Found found -> invoke(found, arguments);
    };
  }

  private ToolResult invoke(ToolLookup.Found found, JsonNode arguments) {
    Tool tool = found.tool();
    Action action = tool.decision().action();
    Traces.note(Attribute.POLICY_DECISION, action.name().toLowerCase(Locale.ROOT));
    if (action == Action.BLOCK) {
      return failed(Refusals.blocked(tool));
    }
    JsonNode given = arguments.isMissingNode() ? JsonNodeFactory.instance.objectNode() : arguments;
    if (!given.isObject()) {
      return failed(Refusals.notAnObject(tool));
    }
    return switch (found.kind().prepare(found.operation(), found.config(), given)) {
      case Preparation.Misfit(ToolError error) -> failed(error);
      case Preparation.Ready _ when action == Action.REQUIRE_APPROVAL && !approved ->
          failed(Refusals.needsApproval(tool));
      case Preparation.Ready(PreparedCall call) -> send(found, call);
    };
  }

  private ToolResult send(ToolLookup.Found found, PreparedCall call) {
    return switch (catalog.credential(found)) {
      case CredentialLookup.Unusable(ToolError error) -> failed(error);
      case CredentialLookup.Found(var credential) ->
          call.send(
              new Invocation(
                  catalog.caller().tenant(),
                  found.tool().address().integration(),
                  credential,
                  null));
    };
  }

  private static ToolResult failed(ToolError error) {
    return new ToolResult.Failed(error);
  }
}
