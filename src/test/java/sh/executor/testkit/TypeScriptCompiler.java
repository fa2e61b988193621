package sh.executor.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The real compiler, from the npm packages of the tests, under node. */
public final class TypeScriptCompiler {

  private static final Path TSC =
      Path.of("src", "test", "npm", "node_modules", "typescript", "bin", "tsc").toAbsolutePath();

  private TypeScriptCompiler() {}

  /**
   * What the compiler has to say about a module in strict mode; empty when it has nothing to say.
   *
   * @param folder where the module is written, as {@code module.ts}
   */
  public static String complaints(Path folder, String source) {
    try {
      Path file = Files.writeString(folder.resolve("module.ts"), source, StandardCharsets.UTF_8);
      Process process =
          new ProcessBuilder(
                  "node",
                  TSC.toString(),
                  "--strict",
                  "--noEmit",
                  "--skipLibCheck",
                  "false",
                  "--lib",
                  "es2022",
                  "--target",
                  "es2022",
                  "--pretty",
                  "false",
                  file.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("The TypeScript compiler did not end");
      }
      return process.exitValue() == 0 ? "" : "exit " + process.exitValue() + ": " + said;
    } catch (IOException e) {
      throw new UncheckedIOException("Run the TypeScript compiler", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while compiling", e);
    }
  }
}
