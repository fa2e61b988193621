package sh.executor.app;

import java.util.List;
import java.util.stream.Collectors;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;

/** The settings are not fit for the service to start with. Its message says what to change. */
final class UnfitForProductionException extends RuntimeException {

  private UnfitForProductionException(String message) {
    super(message);
  }

  /** The service would be reachable by others with settings that are not fit for it. */
  static UnfitForProductionException exposed(List<ReadinessFinding> findings) {
    return new UnfitForProductionException(
        "Not started on an address others can reach. "
            + messages(findings, Severity.SEVERE)
            + " (EXECUTOR_ACCEPT_RISK=true starts anyway.)");
  }

  /** The service could not do its work. */
  static UnfitForProductionException unusable(List<ReadinessFinding> findings) {
    return new UnfitForProductionException("Not started. " + messages(findings, Severity.FATAL));
  }

  private static String messages(List<ReadinessFinding> findings, Severity severity) {
    return findings.stream()
        .filter(finding -> finding.severity() == severity)
        .map(finding -> finding.property() + ": " + finding.message())
        .collect(Collectors.joining(" "));
  }
}
