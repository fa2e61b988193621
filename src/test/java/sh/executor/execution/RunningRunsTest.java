package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.TenantId;

class RunningRunsTest {

  private static final TenantId ONE = new TenantId(new UUID(0, 1));
  private static final TenantId TWO = new TenantId(new UUID(0, 2));

  private static final RunId A = new RunId(new UUID(1, 1));
  private static final RunId B = new RunId(new UUID(1, 2));
  private static final RunId C = new RunId(new UUID(1, 3));
  private static final RunId D = new RunId(new UUID(1, 4));

  private final RunningRuns runs = new RunningRuns(3, 2);

  @Test
  void anOrganisationHasALimit() {
    assertThat(runs.begin(A, ONE, new Cancellation())).isEmpty();
    assertThat(runs.begin(B, ONE, new Cancellation())).isEmpty();
    assertThat(runs.begin(C, ONE, new Cancellation()))
        .hasValueSatisfying(why -> assertThat(why).contains("2 executions"));
    assertThat(runs.begin(D, TWO, new Cancellation())).isEmpty();
  }

  @Test
  void theServerHasALimit() {
    runs.begin(A, ONE, new Cancellation());
    runs.begin(B, ONE, new Cancellation());
    runs.begin(C, TWO, new Cancellation());

    assertThat(runs.begin(D, TWO, new Cancellation()))
        .hasValueSatisfying(why -> assertThat(why).contains("this server"));
  }

  @Test
  void whatEndedMakesRoom() {
    Cancellation cancellation = new Cancellation();
    runs.begin(A, ONE, cancellation);
    runs.begin(B, ONE, new Cancellation());

    runs.end(A, cancellation);
    runs.end(A, cancellation);

    assertThat(runs.begin(C, ONE, new Cancellation())).isEmpty();
    assertThat(runs.begin(D, ONE, new Cancellation())).isPresent();
  }

  @Test
  void onlyItsOrganisationCallsARunOff() {
    Cancellation cancellation = new Cancellation();
    runs.begin(A, ONE, cancellation);

    boolean byAnother = runs.cancel(A, TWO, "mine now");
    boolean untouched = !cancellation.isCancelled();
    boolean byItsOwn = runs.cancel(A, ONE, "enough");

    assertThat(byAnother).isFalse();
    assertThat(untouched).isTrue();
    assertThat(byItsOwn).isTrue();
    assertThat(cancellation.isCancelled()).isTrue();
  }

  @Test
  void aRunThatIsNotThereIsNotCalledOff() {
    assertThat(runs.cancel(A, ONE, "nothing")).isFalse();
  }

  @Test
  void aRunThatGoesOnIsAlwaysLetIn() {
    runs.begin(A, ONE, new Cancellation());
    runs.begin(B, ONE, new Cancellation());

    runs.join(C, ONE, new Cancellation());

    assertThat(runs.known()).containsExactlyInAnyOrder(A, B, C);
  }

  @Test
  void whoPutARunToRestDoesNotEndItsNextLife() {
    Cancellation before = new Cancellation();
    runs.begin(A, ONE, before);
    Cancellation now = new Cancellation();
    runs.join(A, ONE, now);

    runs.end(A, before);

    assertThat(runs.cancel(A, ONE, "it is there")).isTrue();
    assertThat(now.isCancelled()).isTrue();
  }
}
