package sh.executor.kernel;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A host to listen on, as an operator wrote it, and what that means. It is looked up once, by
 * {@link #of}: a name server may be slow. A name that is not known means neither.
 *
 * @param name as it was written
 * @param isLoopback whether only this machine reaches a server that listens there
 * @param isEverywhere whether that server listens on all addresses of this machine
 */
public record ListenHost(String name, boolean isLoopback, boolean isEverywhere) {

  /** Looks a host up. May block. */
  public static ListenHost of(String name) {
    try {
      InetAddress address = InetAddress.getByName(name);
      return new ListenHost(name, address.isLoopbackAddress(), address.isAnyLocalAddress());
    } catch (UnknownHostException e) {
      return new ListenHost(name, false, false);
    }
  }

  /** {@code name} as it stands in a URL. */
  public String inUrl() {
    return name.contains(":") ? '[' + name + ']' : name;
  }
}
