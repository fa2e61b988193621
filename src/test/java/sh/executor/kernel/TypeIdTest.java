package sh.executor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Trials;

class TypeIdTest {

  /** The vectors of the TypeID specification, {@code spec/valid.yml}. */
  @ParameterizedTest
  @CsvSource({
    "nil, nil_00000000000000000000000000, 00000000-0000-0000-0000-000000000000",
    "one, one_00000000000000000000000001, 00000000-0000-0000-0000-000000000001",
    "ten, ten_0000000000000000000000000a, 00000000-0000-0000-0000-00000000000a",
    "sixteen, sixteen_0000000000000000000000000g, 00000000-0000-0000-0000-000000000010",
    "max, max_7zzzzzzzzzzzzzzzzzzzzzzzzz, ffffffff-ffff-ffff-ffff-ffffffffffff",
    "prefix, prefix_0123456789abcdefghjkmnpqrs, 0110c853-1d09-52d8-d73e-1194e95b5f19",
    "pre_fix, pre_fix_00000000000000000000000000, 00000000-0000-0000-0000-000000000000",
  })
  void followsTheSpecification(String prefix, String text, UUID uuid) {
    TypeId id = new TypeId(prefix, uuid);

    assertThat(id).hasToString(text);
    assertThat(TypeId.parse(prefix, text)).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "run_",
        "run_0000000000000000000000000",
        "run_000000000000000000000000000",
        "run_80000000000000000000000000",
        "run_0000000000000000000000000i",
        "run_0000000000000000000000000A",
        "run_0000000000000000000000000\u00e9",
        "run-00000000000000000000000000",
        "org_00000000000000000000000000",
      })
  void whatIsNoTypeIdOfTheKindIsRefused(String text) {
    assertThat(TypeId.parse("run", text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_", "a_", "_a", "A", "a1", "a-b"})
  void aPrefixIsLowerCaseWords(String prefix) {
    assertThatThrownBy(() -> new TypeId(prefix, new UUID(0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Tag("random")
  @Test
  void anyUuidComesBack() {
    Trials trials = Trials.of(1_000);
    Random random = trials.random();

    for (int i = 0; i < trials.count(); i++) {
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      TypeId id = new TypeId("x", uuid);

      assertThat(TypeId.parse("x", id.toString())).as("seed %d", trials.seed()).contains(id);
    }
  }
}
