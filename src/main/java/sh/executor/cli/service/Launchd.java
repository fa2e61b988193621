package sh.executor.cli.service;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * launchd of macOS: an agent of the user's.
 *
 * @see <a href="https://www.manpagez.com/man/5/launchd.plist/">launchd.plist(5)</a>
 */
record Launchd(Path home, long uid) implements Platform {

  private static final String LABEL = "sh.executor.daemon";

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
  public List<List<String>> unregister() {
    return List.of(List.of("launchctl", "bootout", target()));
  }

  @Override
  public List<String> start() {
    return List.of("launchctl", "kickstart", target());
  }

  @Override
  public List<String> stop() {
    return List.of("launchctl", "kill", "SIGTERM", target());
  }

  @Override
  public List<String> query() {
    return List.of("launchctl", "print", target());
  }

  @Override
  public boolean runs(SystemTools.Ran answer) {
    return answer.done() && answer.output().contains("state = running");
  }

  private String domain() {
    return "gui/" + uid;
  }

  private String target() {
    return domain() + '/' + LABEL;
  }
}
