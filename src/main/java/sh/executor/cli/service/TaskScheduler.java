package sh.executor.cli.service;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sh.executor.cli.output.CommandFailure;

/**
 * The task scheduler of Windows.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema">Task
 *     Scheduler Schema</a>
 */
record TaskScheduler(Path home, Map<String, String> environment) implements Platform {

  private static final String TASK = "ExecutorDaemon";
  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final Pattern VARIABLE = Pattern.compile("%[^%]+%");

  @Override
  public String name() {
    return "Windows Task Scheduler";
  }

  @Override
  public Path file() {
    return home.resolve(".executor").resolve("service").resolve(TASK + ".xml");
  }

  @Override
  public byte[] description(List<String> command, boolean boot) {
    command.forEach(TaskScheduler::requireNoVariable);
    String user = Words.xml(user());
    String trigger =
        boot
            ? "<BootTrigger><Enabled>true</Enabled></BootTrigger>"
            : "<LogonTrigger><Enabled>true</Enabled><UserId>" + user + "</UserId></LogonTrigger>";
    String principal =
        boot
            ? "<LogonType>S4U</LogonType><RunLevel>HighestAvailable</RunLevel>"
            : "<LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel>";
    String arguments =
        command.stream().skip(1).map(Words::windows).collect(Collectors.joining(" "));
    String text =
        """
        <?xml version="1.0" encoding="UTF-16"?>
        <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
          <RegistrationInfo>
            <Description>Executor, which connects AI agents to APIs</Description>
          </RegistrationInfo>
          <Triggers>%s</Triggers>
          <Principals>
            <Principal id="Author"><UserId>%s</UserId>%s</Principal>
          </Principals>
          <Settings>
            <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
            <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
            <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
            <StartWhenAvailable>true</StartWhenAvailable>
            <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
            <RestartOnFailure><Interval>PT1M</Interval><Count>10</Count></RestartOnFailure>
          </Settings>
          <Actions Context="Author">
            <Exec>
              <Command>%s</Command>
              <Arguments>%s</Arguments>
            </Exec>
          </Actions>
        </Task>
        """
            .formatted(
                trigger, user, principal, Words.xml(command.getFirst()), Words.xml(arguments));
    return (BYTE_ORDER_MARK + text).getBytes(StandardCharsets.UTF_16LE);
  }

  /** The scheduler puts variables into commands, and knows no way to write a percent sign. */
  private static void requireNoVariable(String word) {
    if (VARIABLE.matcher(word).find()) {
      throw new CommandFailure(
          "A task of Windows can not be told '" + word + "', which has a variable in it: move it.");
    }
  }

  private String user() {
    String name = environment.getOrDefault("USERNAME", "");
    String domain = environment.getOrDefault("USERDOMAIN", "");
    return domain.isEmpty() ? name : domain + '\\' + name;
  }

  @Override
  public List<List<String>> register(boolean boot) {
    return List.of(
        List.of("schtasks", "/Create", "/TN", TASK, "/XML", file().toString(), "/F"), run());
  }

  @Override
  public List<List<String>> unregister(SystemTools.Ran standing) {
    if (!standing.done()) {
      return List.of();
    }
    List<List<String>> steps = new ArrayList<>(stop(standing));
    steps.add(List.of("schtasks", "/Delete", "/TN", TASK, "/F"));
    return steps;
  }

  @Override
  public List<List<String>> start(SystemTools.Ran standing) {
    return List.of(run());
  }

  private static List<String> run() {
    return List.of("schtasks", "/Run", "/TN", TASK);
  }

  @Override
  public List<List<String>> stop(SystemTools.Ran standing) {
    return runs(standing) ? List.of(List.of("schtasks", "/End", "/TN", TASK)) : List.of();
  }

  @Override
  public List<String> query() {
    return List.of("schtasks", "/Query", "/TN", TASK, "/FO", "LIST");
  }

  @Override
  public boolean runs(SystemTools.Ran answer) {
    return answer.done() && answer.output().contains("Running");
  }

  @Override
  public boolean gone(SystemTools.Ran answer) {
    return !runs(answer);
  }

  @Override
  public OptionalLong process(SystemTools.Ran answer) {
    return OptionalLong.empty();
  }

  /** Names no variables: their values may be secret. */
  @Override
  public String toString() {
    return "TaskScheduler[" + home + ']';
  }
}
