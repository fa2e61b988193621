package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.PublicUrl;

/** Where people find the runs that agents tell them of. */
@Singleton
final class PausePages {

  private final PublicUrl publicUrl;

  @Inject
  PausePages(PublicUrl publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** The page where a run's questions are answered. */
  URI of(RunId run) {
    return publicUrl.at("/approve/" + run);
  }

  /** How a person fetches all that a run has put out. */
  String whole(String executionId) {
    return "GET " + publicUrl.at("/api/executions/" + executionId + "/result");
  }
}
