package sh.executor.mcp;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that also offers what the official suite expects a server to have. */
public final class Conformance implements QuarkusTestProfile {

  /** The build property that makes beans of the fixtures. */
  static final String FIXTURES = "test.conformance-fixtures";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(FIXTURES, "true", "executor.catalog.watch-interval", "100ms");
  }

  @Override
  public String getConfigProfile() {
    return "test";
  }
}
