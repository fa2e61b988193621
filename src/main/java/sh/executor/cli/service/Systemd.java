package sh.executor.cli.service;

import static java.util.regex.Pattern.MULTILINE;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * systemd's manager of the user's services. To stop the service it tells the server alone, and not
 * the PostgreSQL that the server will stop when it has drained; what is left after that is killed.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html">
 *     systemd.service(5)</a>
 */
record Systemd(Path home, Map<String, String> environment) implements Platform {

  private static final String UNIT = "executor.service";
  private static final Pattern PROCESS = Pattern.compile("^MainPID=([1-9][0-9]*)$", MULTILINE);

  @Override
  public String name() {
    return "systemd";
  }

  @Override
  public Path file() {
    String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path config = configured.isBlank() ? home.resolve(".config") : Path.of(configured);
    return config.resolve("systemd").resolve("user").resolve(UNIT);
  }

  @Override
  public byte[] description(List<String> command, boolean boot) {
    List<String> told = namable(command.getFirst()) ? command : throughShell(command);
    StringBuilder start = new StringBuilder(Words.systemd(told.getFirst()));
    // Variables are put into arguments, and not into the program's own path.
    told.stream()
        .skip(1)
        .forEach(word -> start.append(' ').append(Words.systemd(word).replace("$", "$$")));
    return """
    [Unit]
    Description=Executor, which connects AI agents to APIs
    StartLimitIntervalSec=300
    StartLimitBurst=10

    [Service]
    Type=exec
    ExecStart=%s
    KillMode=mixed
    Restart=on-failure
    RestartSec=5
    SuccessExitStatus=143
    TimeoutStopSec=60
    UMask=0077

    [Install]
    WantedBy=default.target
    """
        .formatted(start)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Whether systemd takes this for a program's name: it refuses quotes and backslashes there. */
  private static boolean namable(String program) {
    return program.chars().noneMatch(c -> c == '"' || c == '\'' || c == '\\');
  }

  private static List<String> throughShell(List<String> command) {
    List<String> told = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\"", "executor"));
    told.addAll(command);
    return told;
  }

  @Override
  public List<List<String>> register(boolean boot) {
    List<List<String>> commands = new ArrayList<>();
    commands.add(systemctl("daemon-reload"));
    commands.add(systemctl("enable", UNIT));
    if (boot) {
      commands.add(List.of("loginctl", "enable-linger"));
    }
    commands.add(systemctl("restart", UNIT));
    return commands;
  }

  @Override
  public List<List<String>> unregister(SystemTools.Ran standing) {
    return List.of(systemctl("disable", "--now", UNIT));
  }

  @Override
  public List<List<String>> deleted() {
    return List.of(systemctl("daemon-reload"));
  }

  @Override
  public List<List<String>> start(SystemTools.Ran standing) {
    return List.of(systemctl("start", UNIT));
  }

  /** Also when it does not run: it may be about to be started again. */
  @Override
  public List<List<String>> stop(SystemTools.Ran standing) {
    return List.of(systemctl("stop", UNIT));
  }

  @Override
  public List<String> query() {
    return systemctl("show", "--property=ActiveState,MainPID", UNIT);
  }

  @Override
  public boolean runs(SystemTools.Ran answer) {
    return answer.done() && answer.output().lines().anyMatch("ActiveState=active"::equals);
  }

  /** Its manager has waited for that. */
  @Override
  public boolean gone(SystemTools.Ran answer) {
    return true;
  }

  @Override
  public OptionalLong process(SystemTools.Ran answer) {
    return Words.number(PROCESS, answer.output());
  }

  private static List<String> systemctl(String... words) {
    List<String> command = new ArrayList<>(List.of("systemctl", "--user"));
    command.addAll(List.of(words));
    return command;
  }

  /** Names no variables: their values may be secret. */
  @Override
  public String toString() {
    return "Systemd[" + home + ']';
  }
}
