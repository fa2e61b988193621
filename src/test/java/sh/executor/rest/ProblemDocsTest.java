package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.Problem;

/** {@code docs/api/problems.md} names every type and every tag there is, and no other. */
class ProblemDocsTest {

  private static final Path DOCUMENT = Path.of("docs", "api", "problems.md");
  private static final Path SOURCES = Path.of("src", "main", "java");

  /** A type and the tag after it, as they stand wherever a problem is made. */
  private static final Pattern MADE =
      Pattern.compile("\\bType\\.([A-Z_]+),\\s*(?:\"([A-Za-z]+)\"|([A-Z_]*TAG[A-Z_]*))");

  private static final Pattern TAG_CONSTANT =
      Pattern.compile("String ([A-Z_]*TAG[A-Z_]*) =\\s*\"([A-Za-z]+)\"");

  private static final Pattern TAG_ROW =
      Pattern.compile("(?m)^\\| `([A-Za-z]+)` \\| `([a-z-]+)` \\|");

  @Test
  void everyTypeIsDocumentedWithItsStatusAndTitle() throws IOException {
    String document = Files.readString(DOCUMENT);

    for (Problem.Type type : Problem.Type.values()) {
      assertThat(document)
          .contains("| `%s` | %d | %s |".formatted(type.slug(), type.status(), type.title()));
    }
  }

  @Test
  void everyTagIsDocumentedUnderItsType() throws IOException {
    Set<String> documented = new TreeSet<>();
    Matcher row = TAG_ROW.matcher(Files.readString(DOCUMENT));
    while (row.find()) {
      documented.add(row.group(1) + ' ' + row.group(2));
    }

    assertThat(documented).isEqualTo(tagsInSources());
  }

  private static Set<String> tagsInSources() throws IOException {
    Set<String> tags = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        addTags(Files.readString(file), tags);
      }
    }
    assertThat(tags).hasSizeGreaterThan(10);
    return tags;
  }

  private static void addTags(String source, Set<String> tags) {
    Matcher made = MADE.matcher(source);
    while (made.find()) {
      String tag = made.group(2) == null ? constant(source, made.group(3)) : made.group(2);
      tags.add(tag + ' ' + Problem.Type.valueOf(made.group(1)).slug());
    }
  }

  private static String constant(String source, String name) {
    Matcher constant = TAG_CONSTANT.matcher(source);
    while (constant.find()) {
      if (constant.group(1).equals(name)) {
        return constant.group(2);
      }
    }
    throw new AssertionError("The tag " + name + " is not a constant of the file that uses it");
  }
}
