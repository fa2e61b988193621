package sh.executor.cli.output;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Where a person sits: at both ends of a command, at one while the other is a file or a pipe, or at
 * none. Looked for when it is asked, as most commands need not know.
 */
public interface Terminal {

  /** Whether a person sees what is written to standard output. */
  boolean shows();

  /** Whether a person types what is read from standard input. */
  boolean asks();

  /** Nobody sits there. */
  static Terminal none() {
    return new Fixed(false, false);
  }

  /** That of this process. */
  static Terminal here() {
    return new Here();
  }

  /** One that is known. */
  record Fixed(boolean shows, boolean asks) implements Terminal {}

  /** Java itself tells only whether both ends are one. */
  final class Here implements Terminal {

    private static final int KIND = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;

    private Here() {}

    @Override
    public boolean shows() {
      return both() || isOne(Path.of("/dev/fd/1"));
    }

    @Override
    public boolean asks() {
      return both() || isOne(Path.of("/dev/fd/0"));
    }

    // JDK 25 answers null when a stream is redirected.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean both() {
      Console console = System.console();
      return console != null && console.isTerminal();
    }

    /** Whether this is a device of characters, and not the one that is nothing. */
    static boolean isOne(Path descriptor) {
      try {
        Map<String, Object> device = Files.readAttributes(descriptor, "unix:mode,rdev");
        return device.get("mode") instanceof Integer mode
            && (mode & KIND) == CHARACTER_DEVICE
            && !Objects.equals(
                device.get("rdev"), Files.getAttribute(Path.of("/dev/null"), "unix:rdev"));
      } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
        return false;
      }
    }
  }
}
