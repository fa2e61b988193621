package sh.executor.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.database.DatabaseLogin;

/** Real servers in real directories, killed in the ways machines kill. */
class EmbeddedPostgresTest {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** The programs, unpacked once for all tests. */
  @TempDir static Path programs;

  private final List<Process> owners = new ArrayList<>();
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("executor data ü");
    Path unpacked = PostgresBinaries.unpacked(programs);
    Path home = Files.createDirectories(folder.resolve("postgres"));
    Files.createSymbolicLink(home.resolve(unpacked.getFileName()), unpacked);
  }

  @AfterEach
  void stopAll() throws IOException {
    owners.forEach(Process::destroyForcibly);
    Optional<Postmaster> left = Postmaster.of(data());
    if (left.isPresent() && left.get().trace(data()) == Postmaster.Trace.SERVING) {
      start().close();
    }
    PostgresBinaries.removeTree(folder);
  }

  @Test
  void dataOutlivesAnOrderlyRestart() throws Exception {
    try (EmbeddedPostgres first = start()) {
      update(first.login(), "create table kept (id integer)");
      update(first.login(), "insert into kept values (42)");
    }

    try (EmbeddedPostgres second = start()) {
      assertThat(text(second.login(), "select id from kept")).isEqualTo("42");
    }
  }

  @Test
  void theServerIsDurableChecksItsPagesAndListensOnLoopbackWithAPassword() throws Exception {
    try (EmbeddedPostgres server = start()) {
      DatabaseLogin login = server.login();

      assertThat(text(login, "show fsync")).isEqualTo("on");
      assertThat(text(login, "show synchronous_commit")).isEqualTo("on");
      assertThat(text(login, "show data_checksums")).isEqualTo("on");
      assertThat(text(login, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(text(login, "show unix_socket_directories")).isEmpty();
      assertThat(text(login, "show server_encoding")).isEqualTo("UTF8");
      assertThat(text(login, "select datlocprovider::text || datlocale from pg_database limit 1"))
          .isEqualTo("bC.UTF-8");
      assertThat(new DatabaseLogin(login.url(), login.user(), "wrong").works()).isFalse();
      assertThat(mode(folder.resolve("postgres").resolve("password"))).isEqualTo("rw-------");
    }
  }

  @Test
  void aServerThatOutlivedItsOwnerIsTakenOver() throws Exception {
    Process owner = owner();
    Postmaster left = Postmaster.of(data()).orElseThrow();
    owner.destroyForcibly().waitFor();

    try (EmbeddedPostgres taken = start()) {
      assertThat(Postmaster.of(data())).contains(left);
      assertThat(taken.login().works()).isTrue();
    }

    assertThat(Postmaster.of(data())).isEmpty();
  }

  @Test
  void everyRowThatWasAcknowledgedOutlivesTheDeathOfAllProcesses() throws Exception {
    Process owner = owner();
    Postmaster postmaster = Postmaster.of(data()).orElseThrow();
    int acknowledged = 0;
    try (Connection connection = connect(loginOf(postmaster));
        Statement statement = connection.createStatement()) {
      statement.execute("create table kept (id integer)");
      for (; acknowledged < 200; acknowledged++) {
        statement.execute("insert into kept values (" + acknowledged + ")");
      }
      owner.destroyForcibly().waitFor();
      kill(postmaster);
    }

    try (EmbeddedPostgres recovered = start()) {
      assertThat(text(recovered.login(), "select count(*) from kept"))
          .isEqualTo(Integer.toString(acknowledged));
    }
  }

  @Test
  void aPidFileThatNowNamesAnotherProcessIsNoObstacle() throws Exception {
    start().close();
    long stranger = ProcessHandle.current().pid();
    Files.writeString(
        Postmaster.file(data()),
        stranger + "\n" + data() + "\n1\n5432\n\n127.0.0.1\n1 1\nready   \n");

    try (EmbeddedPostgres server = start()) {
      assertThat(server.login().works()).isTrue();
    }
  }

  @Test
  void whatAKilledOwnerLeavesRunningCanBeStopped() throws Exception {
    Process owner = owner();
    Postmaster left = Postmaster.of(data()).orElseThrow();
    owner.destroyForcibly().waitFor();

    EmbeddedPostgres.stopLeft(DataDirectory.open(folder));
    EmbeddedPostgres.stopLeft(DataDirectory.open(folder));

    assertThat(Postmaster.of(data())).isEmpty();
    assertThat(left.trace(data())).isEqualTo(Postmaster.Trace.GONE);
  }

  @Test
  void aStartThatIsInterruptedLeavesNoServerBehind() throws Exception {
    start().close();
    int port = free();
    IntSupplier interrupting =
        () -> {
          Thread.currentThread().interrupt();
          return port;
        };

    try {
      assertThatThrownBy(
              () ->
                  EmbeddedPostgres.start(
                      folder.resolve("postgres"), RunAs.here(), new SecureRandom(), interrupting))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    // A server that is on its way is to be seen when what starts it has ended.
    await().atMost(DEADLINE).until(() -> starting().isEmpty());
    assertThat(Postmaster.of(data())).isEmpty();
  }

  @Test
  void aThreadThatIsInterruptedStopsItsServerAllTheSame() throws Exception {
    EmbeddedPostgres server = start();
    Thread.currentThread().interrupt();

    try {
      server.close();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(Postmaster.of(data())).isEmpty();
  }

  @Test
  void aPortThatIsTakenJustThenIsNoObstacle() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      start().close();
      Iterator<Integer> ports = List.of(taken.getLocalPort(), free()).iterator();

      try (EmbeddedPostgres server =
          EmbeddedPostgres.start(
              folder.resolve("postgres"), RunAs.here(), new SecureRandom(), ports::next)) {
        assertThat(server.login().works()).isTrue();
      }
    }
  }

  @Test
  void whyItDoesNotStartIsSaidInOneLine() throws Exception {
    start().close();
    Files.writeString(data().resolve("postgresql.auto.conf"), "shared_buffers = 'many'\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining("FATAL:")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFolderThatIsALinkIsTakenOverLikewise() throws Exception {
    Path home = folder.resolve("postgres");
    Path elsewhere = Files.move(home, folder.resolve("elsewhere"));
    Files.createSymbolicLink(home, elsewhere);
    Process owner = owner();
    Postmaster left = Postmaster.of(data()).orElseThrow();
    owner.destroyForcibly().waitFor();

    try (EmbeddedPostgres _ = start()) {
      assertThat(Postmaster.of(data())).contains(left);
    }
  }

  @Test
  void aHalfMadeClusterIsMadeAnew() throws Exception {
    Path half = Files.createDirectories(folder.resolve("postgres").resolve("data.new"));
    Files.writeString(half.resolve("PG_VERSION"), "18\n");

    try (EmbeddedPostgres server = start()) {
      assertThat(server.login().works()).isTrue();
    }
  }

  @Test
  void dataWithoutItsPasswordIsLeftAlone() throws Exception {
    start().close();
    Files.delete(folder.resolve("postgres").resolve("password"));

    assertThatThrownBy(this::start)
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining("password is missing");
    assertThat(data()).isNotEmptyDirectory();
  }

  @Test
  void aPathThatAShellWouldReadIsRefused() {
    DataDirectory odd = DataDirectory.open(folder.resolve("$(id)"));

    assertThatThrownBy(() -> EmbeddedPostgres.start(odd, new SecureRandom()))
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining("without quotes");
  }

  @Test
  void rootCanGiveTheFilesToNobodyInstead() throws Exception {
    if (new UnixSystem().getUid() != 0) {
      assertThat(RunAs.here()).as("whoever is not root").isEqualTo(RunAs.SELF);
      return;
    }
    Path home = DataDirectory.open(folder.resolve("nobody's")).postgres();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));

    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, RunAs.NOBODY, new SecureRandom())) {
      assertThat(server.login().works()).isTrue();
      assertThat(Files.getAttribute(home.resolve("data"), "unix:uid")).isEqualTo(65534);
    }
  }

  private List<ProcessHandle> starting() {
    try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
      return children
          .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
          .toList();
    }
  }

  private static int free() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(DataDirectory.open(folder), new SecureRandom());
  }

  private Process owner() throws IOException {
    Process owner = OwnerProcess.serving(folder);
    owners.add(owner);
    return owner;
  }

  private Path data() {
    return folder.resolve("postgres").resolve("data");
  }

  private DatabaseLogin loginOf(Postmaster postmaster) throws IOException {
    return new DatabaseLogin(
        "jdbc:postgresql://127.0.0.1:" + postmaster.port() + "/postgres",
        "executor",
        Files.readString(folder.resolve("postgres").resolve("password")));
  }

  /** Kills a server with all its children, and waits until none runs. Zombies may stay. */
  private static void kill(Postmaster postmaster) {
    ProcessHandle server = ProcessHandle.of(postmaster.pid()).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
    all.add(server);
    all.forEach(ProcessHandle::destroyForcibly);
    await()
        .atMost(DEADLINE)
        .until(() -> all.stream().allMatch(process -> process.info().command().isEmpty()));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static Connection connect(DatabaseLogin login) throws SQLException {
    return DriverManager.getConnection(login.url(), login.user(), login.password());
  }

  private static void update(DatabaseLogin login, String sql) throws SQLException {
    try (Connection connection = connect(login);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static String text(DatabaseLogin login, String sql) throws SQLException {
    try (Connection connection = connect(login);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
