package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.TenantId;

class RunningRunsTest {

  private static final TenantId ONE = new TenantId(new UUID(0, 1));
  private static final TenantId TWO = new TenantId(new UUID(0, 2));

  private final RunningRuns runs = new RunningRuns(new Limits(3, 2));

  @Test
  void anOrganisationHasALimit() {
    assertThat(runs.begin("a", ONE, new Cancellation())).isEmpty();
    assertThat(runs.begin("b", ONE, new Cancellation())).isEmpty();
    assertThat(runs.begin("c", ONE, new Cancellation()))
        .hasValueSatisfying(why -> assertThat(why).contains("2 executions"));
    assertThat(runs.begin("d", TWO, new Cancellation())).isEmpty();
  }

  @Test
  void theServerHasALimit() {
    runs.begin("a", ONE, new Cancellation());
    runs.begin("b", ONE, new Cancellation());
    runs.begin("c", TWO, new Cancellation());

    assertThat(runs.begin("d", TWO, new Cancellation()))
        .hasValueSatisfying(why -> assertThat(why).contains("this server"));
  }

  @Test
  void whatEndedMakesRoom() {
    runs.begin("a", ONE, new Cancellation());
    runs.begin("b", ONE, new Cancellation());

    runs.end("a");
    runs.end("a");

    assertThat(runs.begin("c", ONE, new Cancellation())).isEmpty();
    assertThat(runs.begin("d", ONE, new Cancellation())).isPresent();
  }

  @Test
  void onlyItsOrganisationCallsARunOff() {
    Cancellation cancellation = new Cancellation();
    runs.begin("a", ONE, cancellation);

    boolean byAnother = runs.cancel("a", TWO, "mine now");
    boolean untouched = !cancellation.isCancelled();
    boolean byItsOwn = runs.cancel("a", ONE, "enough");

    assertThat(byAnother).isFalse();
    assertThat(untouched).isTrue();
    assertThat(byItsOwn).isTrue();
    assertThat(cancellation.isCancelled()).isTrue();
  }

  @Test
  void aRunThatIsNotThereIsNotCalledOff() {
    assertThat(runs.cancel("a", ONE, "nothing")).isFalse();
  }

  private record Limits(int runsMax, int runsPerOrganizationMax) implements ExecutionConfig {

    @Override
    public Duration cpu() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration wallClock() {
      return Duration.ofSeconds(1);
    }
  }
}
