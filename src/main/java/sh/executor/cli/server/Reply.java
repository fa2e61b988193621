package sh.executor.cli.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;

/**
 * A successful answer of a server.
 *
 * @param body the JSON it sent
 */
public record Reply(JsonNode body) {

  /**
   * The answer as the API describes it.
   *
   * @throws CommandFailure when it is not one of those
   */
  public <T> T as(Class<T> type) {
    try {
      return Json.MAPPER.treeToValue(body, type);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "The server's answer is not one this build understands: check that both are of the same"
              + " version ('executor doctor').",
          e);
    }
  }

  /** Likewise, a list of them. */
  public <T> List<T> asListOf(Class<T> type) {
    return body.valueStream().map(item -> new Reply(item).as(type)).toList();
  }
}
