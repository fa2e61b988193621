package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.TenantId;
import sh.executor.outbound.Permits.Permit;
import sh.executor.testkit.Together;

class PermitsTest {

  private static final TenantId ONE = new TenantId(new UUID(1, 1));
  private static final TenantId TWO = new TenantId(new UUID(2, 2));
  private static final Origin A = new Origin(true, "a.example", 443);
  private static final Origin B = new Origin(true, "b.example", 443);

  private final Permits permits = new Permits(4, 3, 2);

  @Test
  void anOriginHasALimitForEachOrganisation() throws Exception {
    take(ONE, A, 2);

    assertThat(tryNow(ONE, A)).isEmpty();
    assertThat(tryNow(ONE, B)).isPresent();
    assertThat(tryNow(TWO, A)).isPresent();
  }

  @Test
  void anOrganisationHasALimitOverAllOrigins() throws Exception {
    take(ONE, A, 2);
    take(ONE, B, 1);

    assertThat(tryNow(ONE, B)).isEmpty();
    assertThat(tryNow(TWO, B)).isPresent();
  }

  @Test
  void thereIsALimitOverAll() throws Exception {
    take(ONE, A, 2);
    take(TWO, A, 2);

    assertThat(tryNow(TWO, B)).isEmpty();
  }

  @Test
  void aPermitGivenBackIsThereForTheNext() throws Exception {
    List<Permit> taken = take(ONE, A, 2);
    taken.getFirst().close();

    assertThat(tryNow(ONE, A)).isPresent();
  }

  @Test
  void whoGotNothingHoldsNothing() throws Exception {
    List<Permit> taken = take(ONE, A, 2);
    assertThat(tryNow(ONE, A)).isEmpty();
    taken.forEach(Permit::close);

    assertThat(permits.known()).isEmpty();
    take(ONE, A, 2);
    take(TWO, A, 2);
  }

  @Test
  void noMoreThanTheLimitAreEverUnderWay() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    CyclicBarrier pair = new CyclicBarrier(2);

    List<Integer> seen =
        Together.all(
            32,
            () -> {
              try (Permit _ = acquire(ONE, A, Duration.ofSeconds(20)).orElseThrow()) {
                int now = inside.incrementAndGet();
                pair.await(20, TimeUnit.SECONDS);
                inside.decrementAndGet();
                return now;
              }
            });

    assertThat(seen).allMatch(now -> now <= 2);
    assertThat(permits.known()).isEmpty();
  }

  private List<Permit> take(TenantId tenant, Origin origin, int count) throws InterruptedException {
    List<Permit> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(tryNow(tenant, origin).orElseThrow());
    }
    return taken;
  }

  private Optional<Permit> tryNow(TenantId tenant, Origin origin) throws InterruptedException {
    return acquire(tenant, origin, Duration.ZERO);
  }

  private Optional<Permit> acquire(TenantId tenant, Origin origin, Duration within)
      throws InterruptedException {
    return permits.acquire(tenant, origin, Deadline.in(within, System::nanoTime));
  }
}
