package sh.executor.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What turns a name into addresses; the system's resolver in production. */
@FunctionalInterface
interface Resolver {

  /**
   * The addresses of {@code host}, in the order to try them. May block for as long as it likes.
   *
   * @throws UnknownHostException when there are none
   */
  InetAddress[] resolve(String host) throws UnknownHostException;
}
