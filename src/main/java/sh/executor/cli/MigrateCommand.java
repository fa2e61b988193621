package sh.executor.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code executor migrate}. */
@Command(name = "migrate")
final class MigrateCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Option(names = "--check", description = "Only says what would happen; fails if it can not.")
  private boolean check;

  MigrateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    invocation.requireNoServer("migrate");
    return invocation
        .surroundings()
        .host()
        .migrate(new MigrateOptions(invocation.dataDirectory(), check), invocation.output());
  }
}
