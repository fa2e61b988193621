package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.CredentialLookup;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.Invocation;
import sh.executor.catalog.model.Preparation;
import sh.executor.catalog.model.PreparedCall;
import sh.executor.catalog.model.Repeat;
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
  private final Traces traces;

  ToolInvoker(RunCatalog catalog, Traces traces) {
    this.catalog = catalog;
    this.traces = traces;
  }

  /** A call that can be made. */
  record Ready(ToolLookup.Found found, PreparedCall call) {}

  /** What a call came to before anything was sent. */
  sealed interface Decided {

    /** It is not made. */
    record Refused(ToolError error) implements Decided {}

    /** It only looks, and may be made. */
    record Free(Ready ready) implements Decided {}

    /** It may change something, and may be made. */
    record Bound(Ready ready) implements Decided {}

    /** A person has to agree. */
    record Gated(Ready ready) implements Decided {}
  }

  /**
   * Decides about a call. Sends nothing, opens no secret.
   *
   * @param arguments as the script gave them; missing for none
   * @param approval whether a person has agreed to it
   */
  Decided decide(String path, JsonNode arguments, Approval approval) {
    Optional<ToolAddress> address = ToolAddress.parse(path);
    if (address.isEmpty()) {
      return new Decided.Refused(Refusals.notFound(path, catalog.similar(path)));
    }
    return switch (catalog.tool(address.get())) {
      case ToolLookup.Missing(List<String> suggestions) ->
          new Decided.Refused(Refusals.notFound(path, suggestions));
      case ToolLookup.Found found -> decide(found, arguments, approval);
    };
  }

  private Decided decide(ToolLookup.Found found, JsonNode arguments, Approval approval) {
    Tool tool = found.tool();
    Action action = tool.decision().action();
    if (action == Action.BLOCK) {
      return new Decided.Refused(Refusals.blocked(tool));
    }
    JsonNode given = arguments.isMissingNode() ? JsonNodeFactory.instance.objectNode() : arguments;
    if (!given.isObject()) {
      return new Decided.Refused(Refusals.notAnObject(tool));
    }
    return switch (catalog.callable(found).prepare(given)) {
      case Preparation.Misfit(ToolError error) -> new Decided.Refused(error);
      case Preparation.Ready(PreparedCall call) -> {
        Ready ready = new Ready(found, call);
        if (action == Action.REQUIRE_APPROVAL && !approval.covers(found)) {
          yield new Decided.Gated(ready);
        }
        yield tool.effect() == Effect.READ ? new Decided.Free(ready) : new Decided.Bound(ready);
      }
    };
  }

  /**
   * Makes a call. Blocks; interrupting the thread aborts what is under way.
   *
   * @param key the same at every attempt of this call; used where the other side honours one
   */
  ToolResult send(Ready ready, @Nullable String key) {
    Tool tool = ready.found().tool();
    try (Trace trace = traces.open(SpanName.TOOL_CALL)) {
      trace
          .note(Key.TOOL_ADDRESS, tool.address().toString())
          .note(
              Attribute.POLICY_DECISION, tool.decision().action().name().toLowerCase(Locale.ROOT));
      try {
        ToolResult result = attempt(ready, key);
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

  private ToolResult attempt(Ready ready, @Nullable String key) {
    ToolLookup.Found found = ready.found();
    boolean keyed = ready.call().repeat() instanceof Repeat.WithKey;
    return switch (catalog.credential(found)) {
      case CredentialLookup.Unusable(ToolError error) -> new ToolResult.Failed(error);
      case CredentialLookup.Found(var credential) ->
          ready
              .call()
              .send(
                  new Invocation(
                      catalog.caller().tenant(),
                      found.tool().address().integration(),
                      credential,
                      keyed ? key : null));
    };
  }
}
