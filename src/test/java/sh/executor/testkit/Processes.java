package sh.executor.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes of this machine, by what they were told when they were started. */
public final class Processes {

  private Processes() {}

  /** Those with all of {@code words} on their command line; none that has ended meanwhile. */
  public static List<ProcessHandle> toldOf(String... words) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> Stream.of(words).allMatch(commandLine(process)::contains))
          .toList();
    }
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }
}
