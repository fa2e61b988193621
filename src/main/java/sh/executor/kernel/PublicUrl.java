package sh.executor.kernel;

import java.net.URI;

/** Where people and their clients reach this service, for links that leave it. */
@FunctionalInterface
public interface PublicUrl {

  /**
   * The URL of a path of ours.
   *
   * @param path begins with a slash; a query may follow, and both are encoded already
   */
  URI at(String path);
}
