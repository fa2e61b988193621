package sh.executor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import sh.executor.api.ExecutionView;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.cli.server.Reply;
import sh.executor.cli.server.ServerClient;

/** Tells what became of a run. */
final class Outcomes {

  private final Output output;
  private final ServerClient client;

  Outcomes(Output output, ServerClient client) {
    this.output = output;
    this.client = client;
  }

  /**
   * Prints the outcome of a run.
   *
   * @return 0, or 1 when the run failed; a run that waits has not
   */
  int tell(Reply reply) {
    ExecutionView run = reply.as(ExecutionView.class);
    if (output.json()) {
      output.document(reply.body());
      return run.isError() || refusedByTool(run.structured().path("result")) ? 1 : 0;
    }
    return switch (run.status()) {
      case PAUSED -> paused(run);
      case RUNNING -> running(run);
      case COMPLETED -> completed(run);
    };
  }

  /** What a run returned, of which the answer may have left out a part. */
  JsonNode result(ExecutionView run) {
    JsonNode structured = run.structured();
    if (run.isError()) {
      throw new CommandFailure(structured.path("error").asText(run.text()), "RunFailed");
    }
    return structured.has("whole")
        ? client.get("/executions/" + id(run) + "/result").body().path("result")
        : structured.path("result");
  }

  private int completed(ExecutionView run) {
    run.structured().path("logs").forEach(line -> output.note(line.asText()));
    JsonNode result = result(run);
    if (refusedByTool(result)) {
      JsonNode error = result.path("error");
      String code = error.path("code").asText("");
      throw new CommandFailure(
          error.path("message").asText("The tool failed.")
              + (code.isEmpty() ? "" : " (" + code + ")"),
          code.isEmpty() ? "ToolFailed" : code);
    }
    JsonNode shown = result.path("ok").isBoolean() ? result.path("data") : result;
    output.line(shown.isTextual() ? shown.textValue() : Json.pretty(shown));
    return 0;
  }

  private static boolean refusedByTool(JsonNode result) {
    return result.path("ok").isBoolean() && !result.path("ok").booleanValue();
  }

  private int paused(ExecutionView run) {
    String id = id(run);
    output.line(run.text());
    output.line("\nApprove in browser:\n  " + client.origin() + "/approve/" + id);
    JsonNode schema = run.structured().at("/interaction/requestedSchema");
    if (!schema.isMissingNode()) {
      output.line("\nRequested schema:\n" + Json.pretty(schema));
    }
    String resume = "  executor resume --execution-id " + id + " --action ";
    output.line(
        "\nCLI fallback:\n"
            + resume
            + "accept"
            + (schema.isMissingNode() ? "" : " --content '{...}'")
            + '\n'
            + resume
            + "decline");
    return 0;
  }

  private int running(ExecutionView run) {
    output.line(run.text());
    output.note("It goes on without you: look with 'executor runs show " + id(run) + "'.");
    return 0;
  }

  private static String id(ExecutionView run) {
    return run.structured().path("executionId").asText();
  }
}
