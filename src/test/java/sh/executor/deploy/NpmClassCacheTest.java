package sh.executor.deploy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import sh.executor.cli.Version;
import sh.executor.deploy.ReleaseServer.Fault;

/** The program of the npm package. */
class NpmClassCacheTest extends ClassCacheContract {

  private String releases = "";

  @Override
  void install() throws Exception {
    // Fetched by a Java that is not known, so that nothing is recorded yet.
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      releases = server.url();
      start(RecordingJava.in(folder.resolve("unknown"), "").home(), Map.of(), "mcp");
    }
  }

  @Override
  Script start(Path home, Map<String, String> more, String... arguments) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("JAVA_HOME", home.toString());
    environment.put("EXECUTOR_RELEASES", releases);
    environment.put("EXECUTOR_CACHE_DIR", folder.resolve("it's here").toString());
    environment.put("LC_ALL", "");
    environment.put("LC_CTYPE", "");
    environment.put("LANG", "");
    return Script.run(
        environment,
        Stream.concat(Stream.of("node", "deploy/npm/bin/executor.mjs"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Override
  Path jars() {
    return folder.resolve("it's here").resolve(Version.number());
  }
}
