package sh.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every setting of every room, found by its mapping: it is in the document with its default, its
 * variable sets it, and a value that can not be read is named.
 */
class SettingsTest {

  private static final Path DOCUMENT = Path.of("docs", "operations", "configuration.md");
  private static final Path PROPERTIES =
      Path.of("src", "main", "resources", "application.properties");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(executor\\.[\\w.-]+)` \\| .+ \\| (.+) \\|$");
  private static final Pattern SHORT_NAME = Pattern.compile("\\$\\{([A-Z_]+)");

  private static final List<Setting> SETTINGS = find();
  private static final Map<String, String> DOCUMENTED = documented();

  static Stream<Setting> settings() {
    return SETTINGS.stream();
  }

  static Stream<Setting> settingsThatCanBeMisread() {
    return SETTINGS.stream().filter(setting -> Sample.of(setting.type()).bad().isPresent());
  }

  @Test
  void theDocumentListsExactlyTheSettingsThereAre() {
    assertThat(DOCUMENTED.keySet())
        .containsExactlyInAnyOrderElementsOf(SETTINGS.stream().map(Setting::key).toList());
  }

  @Test
  void theDocumentNamesEveryShortVariable() throws IOException {
    String document = Files.readString(DOCUMENT);

    assertThat(SHORT_NAME.matcher(Files.readString(PROPERTIES)).results())
        .isNotEmpty()
        .extracting(match -> match.group(1))
        .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theDocumentTellsTheDefault(Setting setting) {
    String told = DOCUMENTED.getOrDefault(setting.key(), "");

    setting
        .defaultValue()
        .ifPresentOrElse(
            value -> assertThat(told).isEqualTo("`" + value + "`"),
            () -> assertThat(told).isNotEmpty().doesNotStartWith("`"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void itsVariableSetsIt(Setting setting) throws Exception {
    String sample = Sample.of(setting.type()).good();

    SmallRyeConfig config = config(setting, sample);

    assertThat(setting.value(config))
        .isEqualTo(config.getConverter(setting.type()).orElseThrow().convert(sample));
    assertThat(setting.value(config)).isNotEqualTo(setting.value(config(setting, "")));
  }

  @ParameterizedTest
  @MethodSource("settingsThatCanBeMisread")
  void aValueThatCanNotBeReadIsNamed(Setting setting) {
    String bad = Sample.of(setting.type()).bad().orElseThrow();

    assertThatThrownBy(() -> config(setting, bad))
        .hasMessageContaining(setting.key())
        .hasMessageContaining(bad);
  }

  /** The configuration in which the setting's variable has a value; an empty one counts as none. */
  private static SmallRyeConfig config(Setting setting, String value) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .addDefaultInterceptors()
        .withDefaultValue("user.home", "/home/somebody")
        .withSources(
            new EnvConfigSource(
                value.isEmpty() ? Map.of() : Map.of(setting.variable(), value), 300))
        .withMapping(setting.mapping())
        .build();
  }

  private static List<Setting> find() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> location.matches(Pattern.compile(".*Config\\.class")))
            .importPackages("sh.executor")
            .stream()
            .map(JavaClass::reflect)
            .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .map(Setting::new)
            .toList();
  }

  private static Map<String, String> documented() {
    try {
      return ROW.matcher(Files.readString(DOCUMENT))
          .results()
          .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
    } catch (IOException e) {
      throw new UncheckedIOException("read " + DOCUMENT, e);
    }
  }

  /** One method of a mapping. */
  record Setting(Method method) {

    Class<?> mapping() {
      return method.getDeclaringClass();
    }

    String key() {
      String name = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      return mapping().getAnnotation(ConfigMapping.class).prefix() + '.' + name;
    }

    String variable() {
      return key().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    Optional<String> defaultValue() {
      return Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value);
    }

    /** What it holds; of an optional one, what that does. */
    Class<?> type() {
      Type type = method.getGenericReturnType();
      if (type instanceof ParameterizedType optional) {
        Type held = optional.getActualTypeArguments()[0];
        return held instanceof Class<?> single ? single : String.class;
      }
      return method.getReturnType();
    }

    Object value(SmallRyeConfig config) throws ReflectiveOperationException {
      method.setAccessible(true);
      return plain(method.invoke(config.getConfigMapping(mapping())));
    }

    private static Object plain(Object value) {
      return switch (value) {
        case Optional<?> optional -> optional.<Object>map(Setting::plain).orElse("");
        case Set<?> set -> String.join(",", set.stream().map(Object::toString).toList());
        default -> value;
      };
    }

    @Override
    public String toString() {
      return key();
    }
  }

  /** Values of a type: one that is nobody's default, and one that is none, if there is one. */
  record Sample(String good, Optional<String> bad) {

    private static final Map<Class<?>, Sample> SAMPLES =
        Map.of(
            int.class, new Sample("7", Optional.of("banana")),
            double.class, new Sample("0.7", Optional.of("banana")),
            Duration.class, new Sample("7s", Optional.of("banana")),
            MemorySize.class, new Sample("7M", Optional.of("banana")),
            URI.class, new Sample("http://seven", Optional.of("http://[")),
            boolean.class, new Sample("true", Optional.empty()),
            Path.class, new Sample("/seven", Optional.empty()),
            String.class, new Sample("seven", Optional.empty()));

    static Sample of(Class<?> type) {
      if (type.isEnum()) {
        String last = type.getEnumConstants()[1].toString().toLowerCase(Locale.ROOT);
        return new Sample(last, Optional.of("banana"));
      }
      return Optional.ofNullable(SAMPLES.get(type))
          .orElseThrow(() -> new AssertionError("there is no sample of " + type));
    }
  }
}
