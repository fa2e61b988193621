package sh.executor.app;

import java.util.List;
import java.util.stream.Collectors;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;

/** The service would be reachable by others with settings that are not fit for it. */
final class UnfitForProductionException extends RuntimeException {

  UnfitForProductionException(List<ReadinessFinding> findings) {
    super(
        findings.stream()
            .filter(finding -> finding.severity() == Severity.SEVERE)
            .map(finding -> finding.property() + ": " + finding.message())
            .collect(
                Collectors.joining(
                    " ",
                    "Not started on an address others can reach. ",
                    " (EXECUTOR_ACCEPT_RISK=true starts anyway.)")));
  }
}
