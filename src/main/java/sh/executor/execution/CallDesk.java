package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.kernel.ProblemException;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.ToolCall;

/**
 * Answers one call of a script, whatever happens. What the script, its agent or the user can do
 * something about is a value; what they can't is thrown, as a number that stands in our log.
 */
final class CallDesk {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Builtins builtins;
  private final ToolInvoker invoker;

  CallDesk(Builtins builtins, ToolInvoker invoker) {
    this.builtins = builtins;
    this.invoker = invoker;
  }

  /** The answer to {@code call}. Blocks; interrupting the thread aborts what is under way. */
  Delivery answer(ToolCall call) {
    try {
      JsonNode argument = argument(call);
      Optional<ObjectNode> ours = builtins.call(call.path(), argument);
      return ours.isPresent()
          ? ToolReplies.returned(call.id(), ours.get())
          : ToolReplies.delivery(call.id(), invoker.invoke(call.path(), argument));
    } catch (BuiltinArguments.BadArgument e) {
      return new Delivery.Thrown(call.id(), String.valueOf(e.getMessage()));
    } catch (ProblemException e) {
      String code = e.problem().type().slug().replace('-', '_').toLowerCase(Locale.ROOT);
      ToolError error = ToolError.of(code, e.problem().detail());
      return ToolReplies.delivery(call.id(), new ToolResult.Failed(error));
    } catch (RuntimeException e) {
      return new Delivery.Thrown(call.id(), Defects.opaque("answer a tool call", e));
    }
  }

  private static JsonNode argument(ToolCall call) {
    if (call.argumentJson().length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(call.argumentJson());
    } catch (IOException e) {
      throw new UncheckedIOException("read the argument a sandbox wrote", e);
    }
  }
}
