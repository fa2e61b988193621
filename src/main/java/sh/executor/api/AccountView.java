package sh.executor.api;

import org.jspecify.annotations.Nullable;

/**
 * Who asks. What is null is written as null.
 *
 * @param organization the one the credential belongs to
 */
public record AccountView(User user, @Nullable Organization organization) {

  /**
   * A person.
   *
   * @param name null when unknown
   * @param avatarUrl null when there is none
   */
  public record User(String id, String email, @Nullable String name, @Nullable String avatarUrl) {}

  /**
   * An organisation.
   *
   * @param slug for URLs
   */
  public record Organization(String id, String name, String slug) {}
}
