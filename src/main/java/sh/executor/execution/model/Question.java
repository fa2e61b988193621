package sh.executor.execution.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.ConnectionId;

/**
 * What a person is asked about one call.
 *
 * @param message names the tool, the account, the arguments and the rule that asks; for people
 * @param address of the tool, without the leading {@code tools.}
 * @param arguments as the script gave them
 * @param connection whose account it is about; null when the tool is gone, or for a question of a
 *     build before this was written down
 * @param requestedSchema JSON Schema of the content of an accepting answer, a flat object; null
 *     when yes or no is all there is to say
 * @param damaged whether what is stored of it can't be read: then nobody can accept it, and {@code
 *     message} says so
 */
public record Question(
    Kind kind,
    String message,
    String address,
    JsonNode arguments,
    @Nullable ConnectionId connection,
    @Nullable ObjectNode requestedSchema,
    boolean damaged) {

  private static final String DAMAGED =
      "What is asked here can not be shown: the stored question is damaged, or was sealed under a key"
          + " that is gone. So it can not be accepted. It can be declined, and the script is told.";

  /** One that can be read. */
  public Question(
      Kind kind,
      String message,
      String address,
      JsonNode arguments,
      @Nullable ConnectionId connection,
      @Nullable ObjectNode requestedSchema) {
    this(kind, message, address, arguments, connection, requestedSchema, false);
  }

  /** One that can't be read any more, about a call at {@code address}. */
  public static Question damaged(Kind kind, String address) {
    return new Question(kind, DAMAGED, address, MissingNode.getInstance(), null, null, true);
  }

  /** What it is about. */
  public enum Kind {
    /** Whether a call may be made. */
    APPROVAL,
    /** What became of a call that was under way when its node died. */
    IN_DOUBT,
    /** Values a tool wants. */
    FORM,
    /** A page a tool wants visited. */
    URL
  }
}
