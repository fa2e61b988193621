package sh.executor.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code executor serve}. */
@Command(name = "serve")
final class ServeCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = WholeNumber.Port.class,
      description = "The port to listen on; 0 takes any free one. Default: 4788.")
  private int port = ServeOptions.PORT;

  @Option(
      names = "--host",
      paramLabel = "H",
      description = "The address to listen on. Default: 127.0.0.1.")
  private String host = ServeOptions.HOST;

  ServeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    invocation.requireNoServer("serve");
    return invocation.surroundings().host().serve(options());
  }

  private ServeOptions options() {
    try {
      return new ServeOptions(host, port, invocation.dataDirectory(), invocation.output().json());
    } catch (IllegalArgumentException e) {
      if (spec == null) {
        throw new IllegalStateException("not parsed", e);
      }
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
