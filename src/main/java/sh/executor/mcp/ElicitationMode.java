package sh.executor.mcp;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a session wants the questions of its runs to be put. */
enum ElicitationMode {
  /** By a link to a page. */
  BROWSER,
  /** To the model, which answers by {@code resume}. */
  MODEL,
  /** By the client, which shows them to its user. */
  NATIVE;

  private static final Set<String> YES = Set.of("1", "true", "yes", "on");

  /** The mode of that name; empty when there is none. */
  static Optional<ElicitationMode> parse(String wire) {
    return switch (wire) {
      case "browser" -> Optional.of(BROWSER);
      case "model" -> Optional.of(MODEL);
      case "native" -> Optional.of(NATIVE);
      default -> Optional.empty();
    };
  }

  /**
   * What the URL of {@code initialize} asks for; an unknown mode is as good as none.
   *
   * @param mode the query's {@code elicitation_mode}
   * @param allowModelResume its {@code allow_model_resume}, by which older clients ask for {@link
   *     #MODEL}
   */
  static Optional<ElicitationMode> requested(
      @Nullable String mode, @Nullable String allowModelResume) {
    Optional<ElicitationMode> named = mode == null ? Optional.empty() : parse(mode);
    boolean model =
        allowModelResume != null && YES.contains(allowModelResume.toLowerCase(Locale.ROOT));
    return named.or(() -> model ? Optional.of(MODEL) : Optional.empty());
  }

  /** The name in the URL. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
