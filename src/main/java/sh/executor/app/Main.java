package sh.executor.app;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import sh.executor.cli.Host;
import sh.executor.cli.MigrateOptions;
import sh.executor.cli.QuickStart;
import sh.executor.cli.ServeOptions;
import sh.executor.cli.Surroundings;
import sh.executor.cli.output.Output;
import sh.executor.cli.output.Terminal;
import sh.executor.cli.service.SystemTools;
import sh.executor.daemon.election.ServerProgram;
import sh.executor.telemetry.Clocks;

/** Where the process starts. Only {@code serve} and {@code daemon run} boot Quarkus. */
@QuarkusMain
public final class Main implements Host {

  private Main() {}

  /** Does what the arguments say, and exits with the code that came of it. */
  public static void main(String... arguments) {
    System.exit(
        QuickStart.run(
            arguments,
            new Surroundings(
                System.getenv(),
                System.in,
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                Terminal.here(),
                new Main())));
  }

  /** In UTF-8, whatever the locale: what programs read must not depend on who started them. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  @Override
  public int serve(ServeOptions options) {
    return new LocalServer(System.getenv(), new SecureRandom()).serve(options);
  }

  @Override
  public int daemon(ServeOptions options, boolean detached) {
    return new LocalServer(System.getenv(), new SecureRandom()).serveOthers(options, detached);
  }

  @Override
  public ServerProgram program() {
    return Packaged.program(System.getenv());
  }

  @Override
  public SystemTools tools() {
    return SystemTools.here();
  }

  @Override
  public InstantSource clock() {
    return new Clocks().wall();
  }

  @Override
  public void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public OutputStream output() {
    return new FileOutputStream(FileDescriptor.out);
  }

  @Override
  public LongSupplier nanoTime() {
    return new Clocks().elapsed();
  }

  @Override
  public int migrate(MigrateOptions options, Output output) {
    return new LocalMigration(System.getenv(), new SecureRandom()).run(options, output);
  }
}
