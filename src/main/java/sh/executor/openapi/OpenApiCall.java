package sh.executor.openapi;

import java.util.function.LongSupplier;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.Invocation;
import sh.executor.catalog.model.PreparedCall;
import sh.executor.catalog.model.Repeat;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.call.Call;
import sh.executor.openapi.call.CallLimits;
import sh.executor.openapi.call.Response;
import sh.executor.outbound.OutboundResult;

/** One call of an operation, checked and not yet sent. */
record OpenApiCall(
    Call call, Binding binding, Effect effect, CallLimits limits, Door door, LongSupplier nanoTime)
    implements PreparedCall {

  private static final long NANOS_PER_MILLI = 1_000_000;

  @Override
  public Repeat repeat() {
    return effect == Effect.READ ? Repeat.ALWAYS : call.repeat();
  }

  @Override
  public ToolResult send(Invocation invocation) {
    return switch (call.prepare(invocation, limits)) {
      case Call.Prepared.Refused(ToolError error) -> new ToolResult.Failed(error);
      case Call.Prepared.Ready(var request) -> {
        long start = nanoTime.getAsLong();
        OutboundResult outcome = door.send(request);
        long millis = (nanoTime.getAsLong() - start) / NANOS_PER_MILLI;
        yield new Response(invocation, binding, effect, limits).result(outcome, millis);
      }
    };
  }
}
