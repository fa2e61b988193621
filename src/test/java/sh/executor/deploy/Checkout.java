package sh.executor.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A checkout with the launcher in it, on a machine whose Maven, Java and Node are scripts that note
 * what they are given: {@code noted("mvnw")} has a line for each build, {@code noted("server")} the
 * environment of the server that is trained, and so on.
 *
 * @param root where all of it is
 */
record Checkout(Path root) {

  /** A build that takes a while, in which it would read what there is to read. */
  private static final String MVNW =
      """
      #!/bin/sh
      echo build >>"$NOTES/mvnw"
      cat >>"$NOTES/stolen"
      sleep 0.3
      mkdir -p target/quarkus-app/app target/quarkus-app/lib/main
      touch target/quarkus-app/app/executor-1.jar target/quarkus-app/quarkus-run.jar
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      notes='@NOTES@'
      case "$*" in
        *AOTCacheOutput*serve*)
          env >"$notes/server"
          echo $$ >"$notes/server.pid"
          trap 'rm "$notes/server.pid"; exit 0' TERM
          echo '  MCP   http://127.0.0.1:9/mcp'
          while [ -d "$notes" ]; do sleep 0.1; done ;;
        *AOTCacheOutput*)
          env >"$notes/bridge"
          for word; do
            case "$word" in -XX:AOTCacheOutput=*) touch "${word#*=}" ;; esac
          done
          while read -r line; do
            case "$line" in *'"id":2'*) echo '{"id":2}' ;; esac
          done ;;
        *)
          printf '<%s>' "$@"
          cat ;;
      esac
      """;

  /** The training, which may be made to take until it is ended. */
  private static final String NODE =
      """
      #!/bin/sh
      [ "$1" != -e ] || exit 0
      echo $$ >"$NOTES/node"
      while [ -e "$NOTES/slow" ]; do sleep 0.1; done
      """;

  static Checkout in(Path root) throws IOException {
    Checkout checkout = new Checkout(root);
    Files.createDirectories(checkout.home().resolve("src").resolve("main"));
    Files.createDirectories(checkout.notes());
    Files.createDirectories(checkout.temporary());
    Files.writeString(checkout.home().resolve("pom.xml"), "<project/>");
    checkout.program(checkout.home().resolve("mvnw"), MVNW);
    checkout.program(root.resolve("bin").resolve("node"), NODE);
    Path jdk = root.resolve("jdk");
    String java = JAVA.replace("@NOTES@", checkout.notes().toString());
    checkout.program(jdk.resolve("bin").resolve("java"), java);
    checkout.program(jdk.resolve("bin").resolve("javac"), java);
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    Files.copy(
        Path.of("executor"),
        checkout.home().resolve("executor"),
        StandardCopyOption.COPY_ATTRIBUTES);
    return checkout;
  }

  private void program(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    file.toFile().setExecutable(true);
  }

  /** The checkout itself. */
  Path home() {
    return root.resolve("a checkout");
  }

  /** Where the launcher makes what it needs for a while. */
  Path temporary() {
    return root.resolve("tmp");
  }

  private Path notes() {
    return root.resolve("notes");
  }

  /** What was noted of {@code what}; no line when nothing was. */
  List<String> noted(String what) throws IOException {
    Path file = notes().resolve(what);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Has the training take until it is ended. */
  void trainSlowly() throws IOException {
    Files.createFile(notes().resolve("slow"));
  }

  /** Starts the launcher, with {@code said} to be read, and variables of its user's. */
  Process start(String said, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command =
        Stream.concat(Stream.of(home().resolve("executor").toString()), Arrays.stream(arguments))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.put("NOTES", notes().toString());
    environment.put("JAVA_HOME", root.resolve("jdk").toString());
    environment.put("PATH", root.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("TMPDIR", temporary().toString());
    environment.putAll(variables);
    Process process = builder.start();
    try (var input = process.getOutputStream()) {
      input.write(said.getBytes(StandardCharsets.UTF_8));
    }
    return process;
  }
}
