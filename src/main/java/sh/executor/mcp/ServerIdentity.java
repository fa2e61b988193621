package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the service says of itself: the {@code Implementation} of {@code serverInfo}. */
@Singleton
final class ServerIdentity {

  private static final String NAME = "executor";

  private final String version;

  @Inject
  ServerIdentity(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  /** Name and version, for an answer of its own. */
  ObjectNode describe() {
    return Json.object().put("name", NAME).put("version", version);
  }
}
