package sh.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import sh.executor.kernel.TenantId;

/** Words for the tests: one set of sandboxes for all of them, and steps in readable form. */
final class Scripts {

  static final TenantId TENANT = tenant(1);

  private static final Sandboxes SANDBOXES =
      new Sandboxes(InstantSource.system(), System::nanoTime, SandboxLimits.DEFAULTS, 1L << 30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Scripts() {}

  static TenantId tenant(long number) {
    return new TenantId(new UUID(0, number));
  }

  static Sandbox open() {
    return open(SandboxLimits.DEFAULTS);
  }

  static Sandbox open(SandboxLimits limits) {
    return SANDBOXES.open(TENANT, limits);
  }

  static Sandbox open(TenantId tenant) {
    return SANDBOXES.open(tenant, SandboxLimits.DEFAULTS);
  }

  /** What a completed script returned. */
  static String result(Step step) {
    assertThat(step).isInstanceOf(Step.Completed.class);
    return new String(((Step.Completed) step).resultJson(), UTF_8);
  }

  static JsonNode json(Step step) {
    try {
      return JSON.readTree(result(step));
    } catch (JsonProcessingException e) {
      throw new AssertionError("The result is not JSON", e);
    }
  }

  /** Why a failed script failed. */
  static ScriptError error(Step step) {
    assertThat(step).isInstanceOf(Step.Failed.class);
    return ((Step.Failed) step).error();
  }

  /** Calls as {@code id path argument}. */
  static List<String> calls(Step step) {
    return step.calls().stream()
        .map(call -> call.id() + " " + call.path() + " " + new String(call.argumentJson(), UTF_8))
        .toList();
  }

  static List<String> emitted(Step step) {
    return step.output().emitted().stream().map(json -> new String(json, UTF_8)).toList();
  }

  static Delivery returned(int id, String json) {
    return new Delivery.Returned(id, json.getBytes(UTF_8));
  }

  static Delivery body(int id, String head, String body) {
    return new Delivery.ReturnedBody(id, head.getBytes(UTF_8), body.getBytes(UTF_8));
  }

  /** Answers each call with its own argument. */
  static List<Delivery> echo(List<ToolCall> calls) {
    return calls.stream()
        .<Delivery>map(call -> new Delivery.Returned(call.id(), call.argumentJson()))
        .toList();
  }
}
