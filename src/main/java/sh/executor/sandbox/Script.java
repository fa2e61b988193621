package sh.executor.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.quickjs.GuestPort;
import sh.executor.sandbox.quickjs.GuestText;

/**
 * What a script has said: its calls, its lines, its end. Filled by the guest during a step, emptied
 * at the end of one; every part is bounded before it is copied. Visible to one step at a time.
 */
final class Script implements GuestPort {

  private static final int MESSAGE_BYTES_MAX = 16 * 1024;
  private static final int NAME_BYTES_MAX = 128;
  private static final int LINE_OVERHEAD_BYTES = 16;
  private static final String PRELUDE_FRAME = "(executor:prelude";

  private final SandboxLimits limits;
  private final InstantSource clock;
  private final Turns turns;
  private final Turn turn;

  private List<ToolCall> calls = new ArrayList<>();
  private List<String> logs = new ArrayList<>();
  private List<byte[]> emitted = new ArrayList<>();
  private final int callsAllowed;
  private int callsMade;
  private int callsOpen;
  private long logBytes;
  private boolean logsFull;
  private long emittedBytes;
  private byte @Nullable [] result;
  private @Nullable ScriptError error;

  /**
   * What has been used of the limits.
   *
   * @param callsAllowed the most calls the script was ever told it may make: so many may still
   *     come, if it has made them and they wait for room
   */
  record Used(int calls, int callsAllowed, long logBytes, boolean logsFull, long emittedBytes) {

    static final Used NOTHING = new Used(0, 0, 0, false, 0);
  }

  Script(SandboxLimits limits, Machinery machinery, Turn turn, Used used, int callsOpen) {
    this.limits = limits;
    this.clock = machinery.clock();
    this.turns = machinery.turns();
    this.turn = turn;
    this.callsAllowed = Math.max(limits.calls(), used.callsAllowed());
    this.callsMade = used.calls();
    this.callsOpen = callsOpen;
    this.logBytes = used.logBytes();
    this.logsFull = used.logsFull();
    this.emittedBytes = used.emittedBytes();
  }

  @Override
  public Optional<String> called(int id, GuestText path, GuestText json) {
    int bytesMax = limits.sizes().argument();
    if (json.length() > bytesMax) {
      return Optional.of(
          "The argument of a tool call has %,d bytes as JSON; at most %,d are allowed"
              .formatted(json.length(), bytesMax));
    }
    if (callsMade >= callsAllowed || callsOpen >= limits.inFlight()) {
      throw new IllegalStateException("The prelude lets too many calls out");
    }
    callsMade++;
    callsOpen++;
    calls.add(new ToolCall(id, path.text(path.length()), json.bytes(bytesMax)));
    return Optional.empty();
  }

  @Override
  public void logged(GuestText line) {
    if (logsFull) {
      return;
    }
    long room = limits.sizes().logs() - logBytes;
    if (line.length() <= room) {
      logs.add(ownFrames(line.text(line.length())));
      logBytes += line.length() + LINE_OVERHEAD_BYTES;
      return;
    }
    logsFull = true;
    if (room > 0) {
      logs.add(line.text((int) room));
    }
    logs.add(
        "[truncated] the script has logged more than %,d bytes; the rest is dropped"
            .formatted(limits.sizes().logs()));
  }

  @Override
  public Optional<String> emitted(GuestText json) {
    int bytesMax = limits.sizes().emitted();
    if (emittedBytes + json.length() + LINE_OVERHEAD_BYTES > bytesMax) {
      return Optional.of(
          "emit: the values of one script may have %,d bytes as JSON in all; this one is beyond"
              .formatted(bytesMax));
    }
    emittedBytes += json.length() + LINE_OVERHEAD_BYTES;
    emitted.add(json.bytes(bytesMax));
    return Optional.empty();
  }

  @Override
  public void done(GuestText json) {
    if (ended()) {
      return;
    }
    int bytesMax = limits.sizes().result();
    if (json.length() > bytesMax) {
      error =
          ScriptError.of(
              ScriptError.Kind.SIZE,
              "The script returned %,d bytes as JSON; at most %,d are allowed. Return less"
                  .formatted(json.length(), bytesMax));
    } else {
      result = json.bytes(bytesMax);
    }
  }

  @Override
  public void failed(GuestText name, GuestText message, GuestText stack) {
    if (ended()) {
      return;
    }
    error =
        new ScriptError(
            ScriptError.Kind.THROWN,
            name.text(NAME_BYTES_MAX),
            message.text(MESSAGE_BYTES_MAX),
            ownFrames(stack.text(MESSAGE_BYTES_MAX)).strip());
  }

  /** The text without the frames of the prelude in it. */
  private static String ownFrames(String text) {
    return text.contains(PRELUDE_FRAME)
        ? text.lines()
            .filter(line -> !line.contains(PRELUDE_FRAME))
            .collect(Collectors.joining("\n"))
        : text;
  }

  @Override
  public boolean interrupted() {
    turns.yieldIfDue(turn);
    return turn.stop.stopped();
  }

  @Override
  public long now() {
    var instant = clock.instant();
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  /** The script is over for a reason that it did not give itself. */
  void end(ScriptError why) {
    error = why;
    result = null;
  }

  /** Lets an error of the script's own be said better. */
  void clarify(UnaryOperator<ScriptError> words) {
    if (error != null) {
      error = words.apply(error);
    }
  }

  @Override
  public boolean ended() {
    return result != null || error != null;
  }

  /** A call has been answered. */
  void answered() {
    callsOpen--;
  }

  /** Calls made and not answered. */
  int callsOpen() {
    return callsOpen;
  }

  /** Between steps: what has been used so far. */
  Used used() {
    return new Used(callsMade, callsAllowed, logBytes, logsFull, emittedBytes);
  }

  /** What has been said since the last time. */
  Step take() {
    Step.Output output = new Step.Output(logs, emitted);
    List<ToolCall> made = calls;
    calls = new ArrayList<>();
    logs = new ArrayList<>();
    emitted = new ArrayList<>();
    if (error != null) {
      return new Step.Failed(error, made, output);
    }
    if (result != null) {
      return new Step.Completed(result, made, output);
    }
    return new Step.Waiting(made, output);
  }

  /** The length of {@code source} in UTF-8, without encoding it. */
  static boolean fits(String source, int bytesMax) {
    return source.length() <= bytesMax
        && (source.length() <= bytesMax / 3
            || source.getBytes(StandardCharsets.UTF_8).length <= bytesMax);
  }
}
