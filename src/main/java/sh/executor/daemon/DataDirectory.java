package sh.executor.daemon;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folder that holds all a local server keeps, with the layout the package describes. */
public final class DataDirectory {

  /** What a data directory is called inside the folder it belongs to. */
  public static final String NAME = ".executor";

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
      PrivateFile.createFolders(root.resolve("logs"));
    } catch (IOException e) {
      throw unusable(root, e);
    }
    for (Path folder : List.of(root, root.resolve("server-control"), root.resolve("logs"))) {
      if (!Files.isWritable(folder)) {
        throw unusable(root, new AccessDeniedException(folder.toString()));
      }
    }
    return new DataDirectory(root);
  }

  /**
   * The directory at {@code path} as it is, for who only looks: nothing is made. Empty when there
   * is none.
   *
   * @throws LocalServerException when it can not be looked at
   */
  public static Optional<DataDirectory> existing(Path path) {
    Path root = path.toAbsolutePath().normalize();
    try {
      return Optional.of(new DataDirectory(root.toRealPath()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw LocalServerException.because("Can not look at the data directory " + root, e);
    }
  }

  private static LocalServerException unusable(Path root, IOException cause) {
    return new LocalServerException(
        "Can not write to the data directory "
            + root
            + " ("
            + LocalServerException.reason(cause)
            + "): choose another with --data-dir or EXECUTOR_DATA_DIR.",
        cause);
  }

  /** Where it is: absolute, without symbolic links. */
  public Path root() {
    return root;
  }

  /** The folder it belongs to: the one it is the {@code .executor} of, or else itself. */
  Path scope() {
    Path parent = root.getParent();
    return parent != null && root.endsWith(NAME) ? parent : root;
  }

  /** The file whose lock makes its holder the owner. */
  Path lock() {
    return root.resolve("lock");
  }

  /** Who runs where, and the bearers that open it. Only its user may look in. */
  public Path control() {
    return root.resolve("server-control");
  }

  /** What servers without a terminal printed. */
  public Path logs() {
    return root.resolve("logs");
  }

  Path postgres() {
    return root.resolve("postgres");
  }
}
