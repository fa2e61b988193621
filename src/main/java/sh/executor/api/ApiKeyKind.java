package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a key opens. */
public enum ApiKeyKind {
  /** Everything that its person may do. */
  @JsonProperty("person")
  PERSON,
  /** The MCP endpoint only; it answers no approval. */
  @JsonProperty("agent")
  AGENT
}
