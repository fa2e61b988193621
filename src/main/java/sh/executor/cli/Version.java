package sh.executor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this build, from the properties Maven writes. */
public final class Version {

  private static final String RESOURCE = "/META-INF/executor/build.properties";

  private Version() {}

  /** As it is shown, such as {@code executor 0.1.0}. */
  static String text() {
    return "executor " + number();
  }

  /** The number alone, such as {@code 0.1.0}. */
  public static String number() {
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("The build has no " + RESOURCE);
      }
      Properties build = new Properties();
      build.load(in);
      return build.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException("read " + RESOURCE, e);
    }
  }
}
