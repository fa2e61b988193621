package sh.executor.app;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** URLs of addresses to listen on. */
final class Origins {

  private Origins() {}

  /** Where a client on this machine finds a server that listens on {@code host}. */
  static URI of(String host, int port) {
    String name = listensEverywhere(host) ? "localhost" : host;
    return URI.create("http://" + (name.contains(":") ? '[' + name + ']' : name) + ':' + port);
  }

  private static boolean listensEverywhere(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether only this machine reaches a server that listens on {@code host}. */
  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
