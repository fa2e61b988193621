package sh.executor.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A script by which fish completes a command, made from its description.
 *
 * @see <a href="https://fishshell.com/docs/current/completions.html">Writing your own
 *     completions</a>
 */
final class FishCompletion {

  private final CommandSpec root;
  private final List<String> lines = new ArrayList<>();

  FishCompletion(CommandSpec root) {
    this.root = root;
  }

  /** Each line offers one command or one option, where it may stand. */
  String script() {
    lines.clear();
    lines.add("complete -c " + root.name() + " -f");
    describe(root, List.of());
    return String.join("\n", lines) + '\n';
  }

  private void describe(CommandSpec command, List<String> path) {
    String here = condition(command, path);
    for (Map.Entry<String, CommandLine> sub : command.subcommands().entrySet()) {
      CommandSpec spec = sub.getValue().getCommandSpec();
      offer(here, " -a " + quoted(sub.getKey()), summary(spec));
    }
    for (OptionSpec option : command.options()) {
      // What all commands take is offered once.
      if (path.isEmpty() || !option.inherited()) {
        offer(path.isEmpty() ? "true" : seen(path), names(option), summary(option));
      }
    }
    for (Map.Entry<String, CommandLine> sub : command.subcommands().entrySet()) {
      List<String> below = new ArrayList<>(path);
      below.add(sub.getKey());
      describe(sub.getValue().getCommandSpec(), below);
    }
  }

  /** Where the commands of a command are offered: after it, and before any of them. */
  private static String condition(CommandSpec command, List<String> path) {
    if (path.isEmpty()) {
      return "__fish_use_subcommand";
    }
    String names = String.join(" ", command.subcommands().keySet());
    return names.isEmpty()
        ? seen(path)
        : seen(path) + "; and not __fish_seen_subcommand_from " + names;
  }

  private static String seen(List<String> path) {
    return path.stream()
        .map(name -> "__fish_seen_subcommand_from " + name)
        .collect(Collectors.joining("; and "));
  }

  private static String names(OptionSpec option) {
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    return option.arity().max() > 0 ? names.append(" -r").toString() : names.toString();
  }

  private void offer(String where, String what, String summary) {
    lines.add(
        "complete -c "
            + root.name()
            + " -n "
            + quoted(where)
            + what
            + (summary.isEmpty() ? "" : " -d " + quoted(summary)));
  }

  private static String summary(CommandSpec command) {
    return String.join(" ", command.usageMessage().description());
  }

  private static String summary(OptionSpec option) {
    return String.join(" ", option.description());
  }

  /** In single quotes, in which fish knows two escapes. */
  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
