package sh.executor.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Java that prints what it is given. Told to record classes it takes a moment, notes that it was,
 * and leaves a file, unless it is one that can not.
 *
 * @param home where it is
 */
record RecordingJava(Path home) {

  private static final String PROGRAM =
      """
      #!/bin/sh
      notes='@NOTES@'
      for word; do
        case "$word" in
          -XX:AOTCacheOutput=*)
            echo "$*" >>"$notes/recorded"
            env >"$notes/environment"
            [ ! -e "$notes/unable" ] || exit 1
            sleep 0.3
            touch "${word#*=}"
            cat >"$notes/said"
            exit 0 ;;
        esac
      done
      for word; do printf '<%s>' "$word"; done
      printf ' %s' "$LC_CTYPE"
      """;

  /** One in {@code folder}, of the build {@code build}. */
  static RecordingJava in(Path folder, String build) throws IOException {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(java, PROGRAM.replace("@NOTES@", folder.toString()));
    java.toFile().setExecutable(true);
    Files.writeString(
        folder.resolve("release"),
        "IMPLEMENTOR=\"It\"\nJAVA_RUNTIME_VERSION=\"" + build + "\"\nJAVA_VERSION=\"25.0.1\"\n");
    return new RecordingJava(folder);
  }

  /** From now on it can not record. */
  void unable() throws IOException {
    Files.createFile(home.resolve("unable"));
  }

  /** What it was given each time that it recorded. */
  List<String> recorded() throws IOException {
    return noted("recorded");
  }

  /** The variables it had when it last recorded. */
  List<String> environment() throws IOException {
    return noted("environment");
  }

  private List<String> noted(String what) throws IOException {
    Path file = home.resolve(what);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
