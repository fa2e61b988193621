package sh.executor.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import sh.executor.cli.output.CommandFailure;

/** What is written for a service is read back as it was meant, whatever a path is called. */
class ServiceFilesTest {

  private static final String ODD =
      "a b\"c'd%h%%e$HOME${f}\\g\\\\h&i<j>k;l#m`n`\u00fc\ud83d\ude00\\";
  private static final String ABSENT = "no systemd here";
  private static final Path HOME = Path.of("/home/it");

  private final Systemd systemd = new Systemd(HOME, Map.of());
  private final Launchd launchd = new Launchd(HOME, 501);
  private final TaskScheduler windows =
      new TaskScheduler(HOME, Map.of("USERNAME", "a&b", "USERDOMAIN", "D<1>"));

  @TempDir private Path folder;

  @Test
  void systemdReadsEachWordAsItIs() {
    List<String> command = List.of("/opt/java 25/bin/java$1", "-jar", ODD, "", ";", "--data-dir");

    assertThat(execStart(text(systemd.description(command, false)))).isEqualTo(command);
  }

  /** The server stops its PostgreSQL itself, when it has drained. */
  @Test
  void systemdStopsTheServerAloneAndNotItsDatabase() {
    assertThat(text(systemd.description(List.of("java"), false)).lines())
        .contains("KillMode=mixed", "SuccessExitStatus=143");
  }

  @Test
  void aProgramThatSystemdWouldNotNameIsRunByTheShell() {
    assertThat(execStart(text(systemd.description(List.of("/it's/java", "-jar"), false))))
        .containsExactly("/bin/sh", "-c", "exec \"$@\"", "executor", "/it's/java", "-jar");
  }

  /** Asks systemd itself, where it is: a file that it would not load is named. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "a b%h$X\u00fc&;", "a b\"%h$X\\\u00fc&'"})
  void systemdItselfFindsNothingWrong(String name) throws Exception {
    Path program = folder.resolve(name);
    Files.copy(Path.of("/bin/true"), program, StandardCopyOption.COPY_ATTRIBUTES);
    Path unit = folder.resolve("executor.service");
    Files.write(unit, systemd.description(List.of(program.toString(), ODD), false));

    assertThat(complaints(unit)).isIn("", ABSENT);
  }

  @Test
  void systemdItselfFindsWhatIsWrong() throws Exception {
    Path unit = folder.resolve("executor.service");
    Files.writeString(unit, "[Service]\nExecStart=\"/it's/java\"\n");

    assertThat(complaints(unit)).isNotEmpty();
  }

  @Test
  void launchdReadsEachWordAsItIs() throws Exception {
    List<String> command = List.of("/opt/java", ODD, "<&>");

    Document plist = xml(launchd.description(command, false));

    NodeList array = plist.getElementsByTagName("array").item(0).getChildNodes();
    List<String> read = new ArrayList<>();
    for (int i = 0; i < array.getLength(); i++) {
      if (array.item(i).getNodeName().equals("string")) {
        read.add(array.item(i).getTextContent());
      }
    }
    assertThat(read).isEqualTo(command);
  }

  @Test
  void windowsReadsEachWordAsItIs() throws Exception {
    List<String> command =
        List.of("C:\\Program Files\\j&b\\java.exe", "-jar", "a b\\", "c\"d\\\"e", "\u00fc%1", "");

    Document task = xml(windows.description(command, false));

    assertThat(text(task, "Command")).isEqualTo(command.getFirst());
    assertThat(argv(text(task, "Arguments"))).isEqualTo(command.subList(1, command.size()));
    assertThat(text(task, "UserId")).isEqualTo("D<1>\\a&b");
    assertThat(text(task, "LogonType")).isEqualTo("InteractiveToken");
    assertThat(
            xml(windows.description(command, true)).getElementsByTagName("BootTrigger").getLength())
        .isEqualTo(1);
  }

  @Test
  void whatWindowsWouldReadOtherwiseIsRefused() {
    assertThatThrownBy(() -> windows.description(List.of("java", "C:\\%TEMP%\\x"), false))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("%TEMP%");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000b", "a\u001bb"})
  void noFileHoldsControlCharacters(String word) {
    for (Platform platform : List.of(systemd, launchd, windows)) {
      assertThatThrownBy(() -> platform.description(List.of("java", word), false))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("control characters");
    }
  }

  @Test
  void eachSystemHasItsOwn() {
    Map<String, String> xdg = Map.of("XDG_CONFIG_HOME", "/etc/mine");

    assertThat(Platform.of("Linux", HOME, xdg, 1).file())
        .isEqualTo(Path.of("/etc/mine/systemd/user/executor.service"));
    assertThat(Platform.of("Linux", HOME, Map.of(), 1).file())
        .isEqualTo(Path.of("/home/it/.config/systemd/user/executor.service"));
    assertThat(Platform.of("Mac OS X", HOME, xdg, 7))
        .isEqualTo(new Launchd(HOME, 7))
        .extracting(Platform::file)
        .hasToString("/home/it/Library/LaunchAgents/sh.executor.daemon.plist");
    assertThat(Platform.of("Windows 11", HOME, xdg, 0)).isInstanceOf(TaskScheduler.class);
  }

  /** What systemd says of a unit, line by line; {@link #ABSENT} where there is none to ask. */
  private String complaints(Path unit) throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))) {
      return ABSENT;
    }
    ProcessBuilder builder =
        new ProcessBuilder("/usr/bin/systemd-analyze", "--user", "verify", unit.toString())
            .redirectErrorStream(true);
    builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines()
        .filter(line -> line.contains("executor.service"))
        .collect(Collectors.joining("\n"));
  }

  /** Reads the words of the line as systemd.service(5) describes it. */
  private static List<String> execStart(String unit) {
    String line =
        unit.lines().filter(one -> one.startsWith("ExecStart=")).findFirst().orElseThrow();
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inside = false;
    for (int i = "ExecStart=".length(); i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        word.append(line.charAt(++i));
      } else if (c == '"') {
        if (inside) {
          words.add(expanded(word.toString(), words.isEmpty()));
          word.setLength(0);
        }
        inside = !inside;
      } else if (inside) {
        word.append(c);
      } else {
        assertThat(c).isEqualTo(' ');
      }
    }
    assertThat(inside).isFalse();
    return words;
  }

  private static String expanded(String word, boolean program) {
    String specified = word.replace("%%", "\0");
    assertThat(specified).doesNotContain("%");
    String text = specified.replace('\0', '%');
    if (program) {
      return text;
    }
    String dollars = text.replace("$$", "\0");
    assertThat(dollars).doesNotContain("$");
    return dollars.replace('\0', '$');
  }

  /** Reads arguments as CommandLineToArgvW does. */
  private static List<String> argv(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inside = false;
    boolean begun = false;
    int i = 0;
    while (i < line.length()) {
      int backslashes = 0;
      while (i < line.length() && line.charAt(i) == '\\') {
        backslashes++;
        i++;
      }
      boolean quote = i < line.length() && line.charAt(i) == '"';
      word.repeat('\\', quote ? backslashes / 2 : backslashes);
      begun |= backslashes > 0;
      if (quote && backslashes % 2 == 1) {
        word.append('"');
      } else if (quote) {
        inside = !inside;
        begun = true;
      } else if (i < line.length() && line.charAt(i) == ' ' && !inside) {
        words.add(word.toString());
        word.setLength(0);
        begun = false;
      } else if (i < line.length()) {
        word.append(line.charAt(i));
        begun = true;
      }
      i++;
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static String text(Document document, String element) {
    return document.getElementsByTagName(element).item(0).getTextContent();
  }

  private static Document xml(byte[] bytes) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
  }
}
