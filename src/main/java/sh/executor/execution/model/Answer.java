package sh.executor.execution.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person says to a question.
 *
 * @param content the values asked for, of an accepting answer; null for none
 */
public record Answer(Action action, @Nullable ObjectNode content) {

  /** As in MCP elicitation. */
  public enum Action {
    ACCEPT,
    DECLINE,
    CANCEL;

    /** The action of a wire name, in lower case; empty when there is none. */
    public static Optional<Action> of(String wire) {
      return switch (wire) {
        case "accept" -> Optional.of(ACCEPT);
        case "decline" -> Optional.of(DECLINE);
        case "cancel" -> Optional.of(CANCEL);
        default -> Optional.empty();
      };
    }

    /** What a question becomes by it. */
    public Interaction.State state() {
      return switch (this) {
        case ACCEPT -> Interaction.State.ACCEPTED;
        case DECLINE -> Interaction.State.DECLINED;
        case CANCEL -> Interaction.State.CANCELLED;
      };
    }
  }
}
