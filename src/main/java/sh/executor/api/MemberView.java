package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One member. What is null is written as null.
 *
 * @param id of the membership
 * @param userId of the account
 * @param lastActiveAt null when never
 * @param isCurrentUser whether it is who asks
 */
public record MemberView(
    String id,
    String userId,
    String email,
    @Nullable String name,
    @Nullable String avatarUrl,
    RoleName role,
    Status status,
    @Nullable Long lastActiveAt,
    boolean isCurrentUser) {

  /** Whether a membership is in force. */
  public enum Status {
    /** It is. */
    @JsonProperty("active")
    ACTIVE
  }
}
