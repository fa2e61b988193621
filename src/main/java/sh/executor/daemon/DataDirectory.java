package sh.executor.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that holds all a local server keeps, with the layout the package describes. */
public final class DataDirectory {

  private final Path root;

  private DataDirectory(Path root) {
    this.root = root;
  }

  /**
   * The directory at {@code path}, made if it is missing.
   *
   * @throws LocalServerException when it can not be made or written
   */
  public static DataDirectory open(Path path) {
    Path root = path.toAbsolutePath().normalize();
    try {
      PrivateFile.createFolders(root);
      root = root.toRealPath();
      PrivateFile.createFolders(root.resolve("server-control"));
      PrivateFile.createFolders(root.resolve("postgres"));
    } catch (IOException e) {
      throw unusable(root, e);
    }
    if (!Files.isWritable(root)) {
      throw unusable(root, null);
    }
    return new DataDirectory(root);
  }

  private static LocalServerException unusable(Path root, @Nullable IOException cause) {
    return new LocalServerException(
        "Can not write to the data directory "
            + root
            + ": choose another with --data-dir or EXECUTOR_DATA_DIR.",
        cause);
  }

  /** Where it is: absolute, without symbolic links. */
  public Path root() {
    return root;
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path control() {
    return root.resolve("server-control");
  }

  Path postgres() {
    return root.resolve("postgres");
  }
}
