package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose a connection or a policy is. */
public enum OwnerName {
  /** The organisation's: every member uses it, admins change it. */
  @JsonProperty("org")
  ORG,
  /** One member's own: nobody else sees it. */
  @JsonProperty("user")
  USER
}
