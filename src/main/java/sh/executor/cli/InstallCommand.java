package sh.executor.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code executor install}: {@code executor service install} in a word. */
@Command(name = "install")
final class InstallCommand implements Callable<Integer> {

  private final ServiceCommand service;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = WholeNumber.Port.class,
      description = "The port it takes, unless it is taken. Default: 4788.")
  private int port = 4_788;

  @Option(names = "--boot", description = "Has it run from the start of the machine on.")
  private boolean boot;

  InstallCommand(Invocation invocation) {
    this.service = new ServiceCommand(invocation);
  }

  @Override
  public Integer call() {
    return service.install(port, boot);
  }
}
