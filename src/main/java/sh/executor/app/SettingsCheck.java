package sh.executor.app;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sh.executor.kernel.ReadinessCheck;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;

/**
 * Variables that look like settings and are none: a name that is misspelt would silently leave the
 * default in force. The settings there are, are those of the document people look them up in, which
 * a test keeps complete.
 */
@Singleton
final class SettingsCheck implements ReadinessCheck {

  private static final String DOCUMENT = "configuration.md";
  private static final String PREFIX = "EXECUTOR_";
  private static final Pattern NAME = Pattern.compile("`((?:EXECUTOR_|executor\\.)[\\w.-]+)`");

  private final Collection<String> environment;

  @Inject
  SettingsCheck() {
    this(System.getenv().keySet());
  }

  SettingsCheck(Collection<String> environment) {
    this.environment = environment;
  }

  @Override
  public List<ReadinessFinding> findings() {
    Set<String> known = known();
    return environment.stream()
        .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
        .sorted()
        .map(
            name ->
                new ReadinessFinding(
                    Severity.WARNING,
                    name,
                    "There is no such setting, so it has no effect: see docs/operations/"
                        + DOCUMENT
                        + '.'))
        .toList();
  }

  private static Set<String> known() {
    try (InputStream in = SettingsCheck.class.getResourceAsStream("/" + DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException("find the resource " + DOCUMENT);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return NAME.matcher(text)
          .results()
          .map(match -> variable(match.group(1)))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("read the resource " + DOCUMENT, e);
    }
  }

  private static String variable(String setting) {
    return setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }
}
