package sh.executor.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before its name or after it. */
final class GlobalOptions {

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Answers in JSON, for programs.")
  private boolean json;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where everything is kept. Default: EXECUTOR_DATA_DIR, or ~/.executor.")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--server",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The server to ask, by the name it was added under. Default: the local one.")
  private @Nullable String server;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The server to ask, by its address.")
  private @Nullable String baseUrl;

  boolean json() {
    return json;
  }

  @Nullable Path dataDirectory() {
    return dataDirectory;
  }

  @Nullable String server() {
    return server;
  }

  @Nullable String baseUrl() {
    return baseUrl;
  }
}
