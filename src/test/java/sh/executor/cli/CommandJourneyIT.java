package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.rest.Pets;
import sh.executor.testkit.ServiceProcess;
import sh.executor.testkit.Upstream;

/**
 * The packaged program as a person uses it the first time, each command a process of its own:
 * nobody starts a server, and the data directory is called what people call theirs.
 */
class CommandJourneyIT {

  @TempDir private Path folder;

  private final Upstream pets = Pets.open();

  @AfterEach
  void close() {
    run("daemon", "stop", "--force");
    pets.close();
  }

  @Test
  void fromNothingToACallThatWasApproved() {
    CommandProcess added = run("add", "openapi", pets.url() + "/openapi.json", "--slug", "pets");
    CommandProcess connected = typing(Pets.TOKEN + "\n", "connect", "pets");
    CommandProcess read = run("call", "pets", "org", "main", "pets", "listPets");
    CommandProcess waits = run("call", "pets.org.main.pets.createPet", "{\"body\":{}}");
    CommandProcess resumed = run(lineOf(waits, "--action accept").split(" "));
    CommandProcess doctor = run("doctor");

    assertThat(added.out().strip()).as(added.err()).isEqualTo("Added pets, 2 tools.");
    assertThat(added.err()).contains("Starting the server of " + data());
    assertThat(connected.out().strip())
        .as(connected.err())
        .isEqualTo("Connected tools.pets.org.main.");
    assertThat(read.out()).contains("\"name\": \"Rex\"");
    assertThat(CommandRun.told(read.err())).isEmpty();
    assertThat(waits.code()).isZero();
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(pets.ledger("POST", "/pets")).hasSize(1);
    assertThat(doctor.code()).as(doctor.out()).isZero();
    assertThat(doctor.out()).contains("Held by process", "The server knows you as");
  }

  private static String lineOf(CommandProcess run, String part) {
    return run.out()
        .lines()
        .filter(line -> line.contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError(run.toString()))
        .strip()
        .substring("executor ".length());
  }

  private Path data() {
    return folder.resolve("It's m\u00fc data");
  }

  private CommandProcess run(String... arguments) {
    return typing("", arguments);
  }

  private CommandProcess typing(String typed, String... arguments) {
    List<String> program = new ArrayList<>();
    program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    program.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar"));
    program.add(ServiceProcess.JAR.toAbsolutePath().toString());
    program.addAll(List.of(arguments));
    return CommandProcess.of(
        program, typed, Map.of("EXECUTOR_DATA_DIR", data().toString(), "LC_ALL", "C.UTF-8"));
  }
}
