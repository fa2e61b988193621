package sh.executor.daemon.bridge;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where messages to the client go: each on a line of its own, whole. A client that does not read
 * holds up who writes, and by that the server.
 */
final class Outbox {

  private final OutputStream out;
  private final Runnable gone;
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * @param gone told when nobody reads any more
   */
  Outbox(OutputStream out, Runnable gone) {
    this.out = out;
    this.gone = gone;
  }

  /** Writes what a server said, if it is a message; nothing else has a place there. */
  void pass(byte[] said) {
    if (Message.of(said).kind() != Message.Kind.NONSENSE) {
      write(said);
    }
  }

  /** Writes a message. Line breaks in it can only stand between tokens, and become blanks. */
  void write(byte[] message) {
    byte[] line = new byte[message.length + 1];
    for (int i = 0; i < message.length; i++) {
      line[i] = message[i] == '\n' || message[i] == '\r' ? (byte) ' ' : message[i];
    }
    line[message.length] = '\n';
    writing.lock();
    try {
      out.write(line);
      out.flush();
    } catch (IOException e) {
      gone.run();
    } finally {
      writing.unlock();
    }
  }
}
