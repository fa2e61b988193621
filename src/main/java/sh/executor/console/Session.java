package sh.executor.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import sh.executor.kernel.Caller;

/**
 * A person who is signed in.
 *
 * @param csrf what forms given to this person carry
 */
record Session(Caller caller, String csrf) {

  /** Whether a form is one of ours, given to this person. */
  boolean gave(String sent) {
    return MessageDigest.isEqual(
        csrf.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Session[" + caller + ']';
  }
}
