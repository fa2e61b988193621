package sh.executor.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.daemon.Postmaster.Trace;

/** Whose process it is that has the number in the file. */
class PostmasterTest {

  @TempDir Path folder;

  @Test
  void whatWorksElsewhereIsAnother() throws IOException {
    assertThat(own(1).trace(folder)).isEqualTo(Trace.GONE);
    assertThat(own(1).trace(Path.of("").toAbsolutePath())).isEqualTo(Trace.SERVING);
  }

  @Test
  void whereTheSystemTellsNoFoldersAnotherProgramIsAnother() throws IOException {
    assertThat(own(1).trace(folder, folder)).isEqualTo(Trace.GONE);
  }

  @Test
  void whereTheSystemTellsNoFoldersAPostgresIsBelievedIfItListens() throws Exception {
    Path program = Files.copy(sleep(), folder.resolve("postgres"));
    program.toFile().setExecutable(true);
    Process process = new ProcessBuilder(program.toString(), "60").start();
    try {
      Postmaster listening;
      try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        listening = new Postmaster(process.pid(), port.getLocalPort(), true);
        assertThat(listening.trace(folder, folder)).isEqualTo(Trace.SERVING);
      }
      assertThat(listening.trace(folder, folder)).isEqualTo(Trace.UNSURE);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(new Postmaster(process.pid(), 1, true).trace(folder, folder)).isEqualTo(Trace.GONE);
  }

  private static Postmaster own(int port) {
    return new Postmaster(ProcessHandle.current().pid(), port, true);
  }

  private static Path sleep() {
    Path bin = Path.of("/bin/sleep");
    return Files.exists(bin) ? bin : Path.of("/usr/bin/sleep");
  }
}
