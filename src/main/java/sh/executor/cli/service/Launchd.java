package sh.executor.cli.service;

import static java.util.regex.Pattern.MULTILINE;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * launchd of macOS: an agent of the user's.
 *
 * @see <a href="https://www.manpagez.com/man/5/launchd.plist/">launchd.plist(5)</a>
 */
record Launchd(Path home, long uid) implements Platform {

  private static final String LABEL = "sh.executor.daemon";
  private static final Pattern PROCESS = Pattern.compile("^\\s*pid = ([1-9][0-9]*)$", MULTILINE);

  @Override
  public String name() {
    return "launchd";
  }

  @Override
  public Path file() {
    return home.resolve("Library").resolve("LaunchAgents").resolve(LABEL + ".plist");
  }

  @Override
  public byte[] description(List<String> command, boolean boot) {
    String arguments =
        command.stream()
            .map(word -> "    <string>" + Words.xml(word) + "</string>\n")
            .collect(Collectors.joining());
    String log = Words.xml(home.resolve("Library/Logs/executor.log").toString());
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
    <plist version="1.0">
    <dict>
      <key>Label</key>
      <string>%s</string>
      <key>ProgramArguments</key>
      <array>
    %s  </array>
      <key>RunAtLoad</key>
      <true/>
      <key>KeepAlive</key>
      <dict>
        <key>SuccessfulExit</key>
        <false/>
      </dict>
      <key>ProcessType</key>
      <string>Background</string>
      <key>Umask</key>
      <integer>63</integer>
      <key>StandardOutPath</key>
      <string>%s</string>
      <key>StandardErrorPath</key>
      <string>%s</string>
    </dict>
    </plist>
    """
        .formatted(LABEL, arguments, log, log)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public List<List<String>> register(boolean boot) {
    return List.of(
        List.of("launchctl", "enable", target()),
        List.of("launchctl", "bootstrap", domain(), file().toString()),
        List.of("launchctl", "kickstart", "-k", target()));
  }

  @Override
  public List<List<String>> unregister(SystemTools.Ran standing) {
    return standing.done() ? List.of(List.of("launchctl", "bootout", target())) : List.of();
  }

  @Override
  public List<List<String>> start(SystemTools.Ran standing) {
    List<String> begin = List.of("launchctl", "kickstart", target());
    return standing.done()
        ? List.of(begin)
        : List.of(List.of("launchctl", "bootstrap", domain(), file().toString()), begin);
  }

  /**
   * launchd is told to forget it until it is started: it would start a job again that a signal has
   * ended, as the exit code is not 0 then.
   */
  @Override
  public List<List<String>> stop(SystemTools.Ran standing) {
    return unregister(standing);
  }

  @Override
  public List<String> query() {
    return List.of("launchctl", "print", target());
  }

  @Override
  public boolean runs(SystemTools.Ran answer) {
    return answer.done() && answer.output().contains("state = running");
  }

  /** It is forgotten some time after {@code bootout} has said so. */
  @Override
  public boolean gone(SystemTools.Ran answer) {
    return !answer.done();
  }

  @Override
  public OptionalLong process(SystemTools.Ran answer) {
    return Words.number(PROCESS, answer.output());
  }

  private String domain() {
    return "gui/" + uid;
  }

  private String target() {
    return domain() + '/' + LABEL;
  }
}
