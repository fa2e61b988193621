package sh.executor.sandbox.quickjs;

import java.util.Optional;

/**
 * What a guest reaches its host by. Called on the guest's thread, at whatever depth of stack the
 * script has reached: an implementation copies bytes into its own state and returns.
 */
public interface GuestPort {

  /**
   * The script calls a tool.
   *
   * @param id the guest's name for the call, from 1 up
   * @param json the argument, empty when there is none
   * @return why not, in words for the script, or empty
   */
  Optional<String> called(int id, GuestText path, GuestText json);

  /** The script writes a line to its console. */
  void logged(GuestText line);

  /**
   * The script shows {@code json} to the user.
   *
   * @return why not, in words for the script, or empty
   */
  Optional<String> emitted(GuestText json);

  /** The script has ended, with this value. */
  void done(GuestText json);

  /** The script has ended, with an error. */
  void failed(GuestText name, GuestText message, GuestText stack);

  /** Whether the script has ended: what it left to be done is not. */
  boolean ended();

  /** Asked now and then while JavaScript runs: true ends the script, and it can not catch that. */
  boolean interrupted();

  /** Nanoseconds since 1970, for the script's clock. */
  long now();
}
