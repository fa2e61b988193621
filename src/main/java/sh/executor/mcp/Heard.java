package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What came of asking a client. */
sealed interface Heard {

  /** All it was asked, by name; each is the result of its request. */
  record Answers(Map<String, ObjectNode> byName) implements Heard {

    public Answers {
      byName = Map.copyOf(byName);
    }
  }

  /**
   * It answers by making its request again, with the answers: this one is over.
   *
   * @param result what to return in the place of a result; it is filled in on the way out
   */
  record Later(ObjectNode result) implements Heard {}

  /** It can't be asked, or does not answer; says why. */
  record Refused(RpcError error) implements Heard {}
}
