package sh.executor.kernel;

import java.util.Optional;
import java.util.UUID;

/**
 * Identity of an account: a person, in any number of organisations. On the wire {@code account_…}
 * ({@link TypeId}).
 */
public record AccountId(UUID value) {

  private static final String PREFIX = "account";

  /** The id {@code text} stands for, or empty when it is not one of this kind. */
  public static Optional<AccountId> parse(String text) {
    return TypeId.parse(PREFIX, text).map(id -> new AccountId(id.uuid()));
  }

  /** The wire form. */
  @Override
  public String toString() {
    return new TypeId(PREFIX, value).toString();
  }
}
