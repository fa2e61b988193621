package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;

class SettingsCheckTest {

  @Test
  void aVariableThatIsNoSettingIsFound() {
    SettingsCheck check =
        new SettingsCheck(
            List.of(
                "PATH",
                "EXECUTOR_SANDBOX_CALL",
                "EXECUTOR_SANDBOX_CALLS",
                "EXECUTOR_DATA_DIR",
                "EXECUTOR_SECRET_KEY_PREVIOUS"));

    assertThat(check.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.property()).isEqualTo("EXECUTOR_SANDBOX_CALL");
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            });
  }

  @Test
  void settingsAreNot() {
    assertThat(new SettingsCheck(List.of("EXECUTOR_LOG_FORMAT", "HOME")).findings())
        .extracting(ReadinessFinding::property)
        .isEmpty();
  }
}
