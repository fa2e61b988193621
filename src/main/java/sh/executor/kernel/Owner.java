package sh.executor.kernel;

import java.util.Locale;
import java.util.Optional;

/** Whose a connection or a policy is. Its wire form is also a segment of every tool address. */
public enum Owner {
  /** The organisation's: every member may use it, admins may change it. */
  ORG,
  /** One member's: nobody else sees it. */
  USER;

  /** The owner {@code wire} names, or empty when it is neither {@code org} nor {@code user}. */
  public static Optional<Owner> parse(String wire) {
    return switch (wire) {
      case "org" -> Optional.of(ORG);
      case "user" -> Optional.of(USER);
      default -> Optional.empty();
    };
  }

  /** {@code org} or {@code user}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
