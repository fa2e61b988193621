package sh.executor.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import sh.executor.cli.output.Terminal;

/**
 * What a command line runs in.
 *
 * @param environment the process's variables
 * @param in what is typed or piped in
 * @param out for answers
 * @param err for all else
 * @param terminal whether a person reads {@code out} and types {@code in}
 * @param host does what needs more than a command line
 */
public record Surroundings(
    Map<String, String> environment,
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    Terminal terminal,
    Host host) {

  /** Names the variables only: their values may be secret. */
  @Override
  public String toString() {
    return "Surroundings" + environment.keySet();
  }
}
