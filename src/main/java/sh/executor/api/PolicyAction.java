package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a policy says about the tools it matches. */
public enum PolicyAction {
  /** They run. */
  @JsonProperty("approve")
  APPROVE,
  /** They run once a person has said yes. */
  @JsonProperty("require_approval")
  REQUIRE_APPROVAL,
  /** They do not run and are not shown. */
  @JsonProperty("block")
  BLOCK
}
