package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;

/**
 * Begins and ends the rounds of requests whose clients are asked for something. What a client says
 * to a question of a run is recorded before anything else, the way answers of other clients are.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr">MCP
 *     2026-07-28, Multi Round-Trip Requests</a>
 */
@Singleton
final class RoundTrips {

  /** The requests that may end with what is wanted of the client. */
  private static final Set<String> METHODS = Set.of("tools/call", "prompts/get", "resources/read");

  /** As many answers as one round may bring. */
  private static final int RESPONSES_MAX = 64;

  private static final Opened FORGED =
      refuse("requestState is not of this request, or too old; make the request anew without it");

  private final RequestStates states;
  private final NativeAnswers answers;
  private final ExecutionStack stack;

  @Inject
  RoundTrips(RequestStates states, NativeAnswers answers, ExecutionStack stack) {
    this.states = states;
    this.answers = answers;
    this.stack = stack;
  }

  /** Whether a round can begin. */
  sealed interface Opened {

    /** It has. */
    record Begun(Rounds rounds) implements Opened {}

    /** What the client brings back is not what it was given. */
    record Refused(RpcError error) implements Opened {}
  }

  /** Begins a round: reads what the client brings, and records its answers. Blocks. */
  Opened open(Caller caller, Resource resource, ModernRequest request) {
    ObjectNode params = request.message().params();
    JsonNode responses = params.path("inputResponses");
    JsonNode text = params.path("requestState");
    if (!METHODS.contains(request.method())) {
      return new Opened.Begun(new Rounds(Json.object(), Json.object(), Map.of()));
    }
    if (!responses.isMissingNode() && (!responses.isObject() || responses.size() > RESPONSES_MAX)) {
      return refuse("inputResponses must be an object of at most " + RESPONSES_MAX + " members");
    }
    if (text.isMissingNode()) {
      return new Opened.Begun(new Rounds(Json.object(), responses, Map.of()));
    }
    return states
        .open(caller, resource, request.message(), text.asText())
        .<Opened>map(
            state ->
                new Opened.Begun(
                    new Rounds(state, responses, record(caller, resource, request, state))))
        .orElse(FORGED);
  }

  private Map<String, Optional<String>> record(
      Caller caller, Resource resource, ModernRequest request, ObjectNode state) {
    JsonNode responses = request.message().params().path("inputResponses");
    return Rounds.run(state)
        .map(
            run ->
                answers.takeAll(
                    stack.forCaller(caller, resource), request.abilities(), run, responses))
        .orElse(Map.of());
  }

  /** What to answer instead of {@code result}, when the client is asked for something first. */
  Reply close(
      Caller caller, Resource resource, ModernRequest request, Rounds rounds, Reply result) {
    ObjectNode wanted = rounds.wanted();
    if (wanted.isEmpty()
        || result instanceof Reply.Refusal
        || !METHODS.contains(request.method())) {
      return result;
    }
    String state = states.seal(caller, resource, request.message(), rounds.state());
    if (state.length() > RequestStates.CHARS_MAX) {
      return Reply.refuse(
          RpcError.INVALID_PARAMS, "Invalid params: the answers are more than a request can carry");
    }
    ObjectNode required = Json.object().put("resultType", "input_required");
    required.set("inputRequests", wanted);
    return new Reply.Result(required.put("requestState", state));
  }

  private static Opened refuse(String why) {
    return new Opened.Refused(new RpcError(RpcError.INVALID_PARAMS, "Invalid params: " + why));
  }
}
