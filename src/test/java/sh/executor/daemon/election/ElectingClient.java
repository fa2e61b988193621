package sh.executor.daemon.election;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sh.executor.daemon.DataDirectory;

/** A client as a process of its own: finds the server of a directory, and says where it is. */
final class ElectingClient {

  private ElectingClient() {}

  /** The command that runs {@code main} on this test's class path, as small as a JVM gets. */
  static List<String> java(Class<?> main, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(flags));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    return command;
  }

  /** Starts one. It prints {@code serving <pid> <origin>}, or {@code refused <why>}. */
  static Process start(Path folder) throws IOException {
    List<String> command = java(ElectingClient.class);
    command.add(folder.toString());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Finds the server, and ends. */
  public static void main(String... arguments) {
    try {
      DataDirectory directory = DataDirectory.open(Path.of(arguments[0]));
      Election election =
          new Election(directory, ElectedServer.program(), System::nanoTime, note -> {});
      var server = election.running();
      System.out.println("serving " + server.pid() + ' ' + server.origin());
    } catch (RuntimeException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
