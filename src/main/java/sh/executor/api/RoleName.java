package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a member may do, from most to least. */
public enum RoleName {
  /** Everything. */
  @JsonProperty("owner")
  OWNER,
  /** Everything that belongs to the organisation. */
  @JsonProperty("admin")
  ADMIN,
  /** Uses what the organisation has, and owns what is personal. */
  @JsonProperty("member")
  MEMBER
}
