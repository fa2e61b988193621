package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a person says to a question, as in MCP elicitation. */
public enum AnswerAction {
  /** Yes, with the values asked for. */
  @JsonProperty("accept")
  ACCEPT,
  /** No. */
  @JsonProperty("decline")
  DECLINE,
  /** Neither: the question is put away. */
  @JsonProperty("cancel")
  CANCEL
}
