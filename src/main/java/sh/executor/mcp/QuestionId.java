package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import sh.executor.execution.model.InteractionId;

/**
 * The id of an {@code elicitation/create} request. It says which question it puts, so that the
 * answer can be taken by any node at any time, also when whoever asked does not wait any more.
 *
 * @param number tells apart several requests of one session about the same question
 */
record QuestionId(Way way, InteractionId interaction, long number) {

  private static final int PARTS = 3;

  /** What is put to the person. */
  enum Way {
    /** The question itself. */
    FORM,
    /** To go to the page where it is answered. */
    PAGE
  }

  /** The id of that wire form; empty when it is none of ours. */
  static Optional<QuestionId> parse(JsonNode id) {
    return id.isTextual() ? parse(id.textValue()) : Optional.empty();
  }

  /** Likewise, of its text. */
  static Optional<QuestionId> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != PARTS || !parts[2].matches("\\d{1,18}")) {
      return Optional.empty();
    }
    long number = Long.parseLong(parts[2]);
    return way(parts[0])
        .flatMap(
            way ->
                InteractionId.parse(parts[1])
                    .map(interaction -> new QuestionId(way, interaction, number)));
  }

  private static Optional<Way> way(String wire) {
    return switch (wire) {
      case "form" -> Optional.of(Way.FORM);
      case "page" -> Optional.of(Way.PAGE);
      default -> Optional.empty();
    };
  }

  /** The wire form. */
  @Override
  public String toString() {
    return way.name().toLowerCase(Locale.ROOT) + '/' + interaction + '/' + number;
  }
}
