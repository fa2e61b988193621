package sh.executor.catalog.model;

import org.jspecify.annotations.Nullable;

/** What to do with one text that may be absent. */
public sealed interface Edit {

  /** Leave it. */
  record Keep() implements Edit {}

  /** Put {@code value} in its place; null clears it. */
  record Set(@Nullable String value) implements Edit {}

  /** The text after this edit. */
  default @Nullable String of(@Nullable String present) {
    return switch (this) {
      case Keep() -> present;
      case Set(var value) -> value;
    };
  }
}
