package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.TenantId;
import sh.executor.outbound.Lookups.Found;
import sh.executor.testkit.Together;

class LookupsTest {

  private static final TenantId TENANT = new TenantId(new UUID(0, 1));
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void aLiteralAddressIsNotAskedFor() throws Exception {
    try (Lookups lookups = answering(ADDRESS)) {
      assertThat(find(lookups, "192.0.2.7"))
          .isEqualTo(new Found.Addresses(List.of(InetAddress.ofLiteral("192.0.2.7"))));
      assertThat(find(lookups, "2001:db8::7"))
          .isEqualTo(new Found.Addresses(List.of(InetAddress.ofLiteral("2001:db8::7"))));
      assertThat(asked).hasValue(0);
    }
  }

  @Test
  void anAnswerIsKeptForSomeSecondsAndNoLonger() throws Exception {
    try (Lookups lookups = answering(ADDRESS)) {
      find(lookups, "a.example");
      find(lookups, "a.example");
      assertThat(asked).hasValue(1);

      now.addAndGet(Duration.ofSeconds(10).toNanos());

      assertThat(find(lookups, "a.example")).isEqualTo(new Found.Addresses(List.of(ADDRESS)));
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void aNameNobodyKnowsIsUnknown() throws Exception {
    try (Lookups lookups =
        lookups(
            host -> {
              throw new UnknownHostException(host);
            })) {
      assertThat(find(lookups, "a.example")).isEqualTo(new Found.Unknown());
    }
  }

  @Test
  void nobodyWaitsLongerThanTheyLikeForAResolverThatHangs() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    try (Lookups lookups = hangingUntil(hanging)) {
      Found found =
          lookups.find(TENANT, "a.example", Deadline.in(Duration.ofMillis(20), System::nanoTime));

      assertThat(found).isEqualTo(new Found.Late());
    } finally {
      hanging.countDown();
    }
  }

  @Test
  void onlySoManyNamesAreLookedUpAtOnce() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    try (Lookups lookups = hangingUntil(hanging)) {
      List<Found> found =
          Together.all(
              16 + 256 + 1,
              () -> {
                Found one =
                    lookups.find(
                        new TenantId(UUID.randomUUID()),
                        "host-" + done.incrementAndGet() + ".example",
                        Deadline.in(Duration.ofSeconds(20), System::nanoTime));
                hanging.countDown(); // the one that is turned away lets the others go
                return one;
              });

      assertThat(found).filteredOn(Found.Busy.class::isInstance).hasSize(1);
      assertThat(found).filteredOn(Found.Addresses.class::isInstance).hasSize(16 + 256);
    } finally {
      hanging.countDown();
    }
  }

  @Test
  void namesNobodyAnswersForHoldUpOnlyWhoAsksForThem() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    AtomicInteger names = new AtomicInteger();
    try (Lookups lookups =
        lookups(
            host -> {
              while (host.startsWith("hanging") && !awaited(hanging)) {}
              return new InetAddress[] {ADDRESS};
            })) {
      await()
          .until(
              () -> {
                String name = "hanging-" + names.incrementAndGet() + ".example";
                lookups.find(TENANT, name, Deadline.in(Duration.ofMillis(20), System::nanoTime));
                return asked.get() == 4;
              });

      Found own = lookups.find(TENANT, "a.example", Deadline.in(Duration.ofMillis(20), now::get));
      Found others =
          lookups.find(
              new TenantId(new UUID(0, 2)),
              "a.example",
              Deadline.in(Duration.ofSeconds(20), System::nanoTime));

      assertThat(own).isEqualTo(new Found.Busy());
      assertThat(others).isEqualTo(new Found.Addresses(List.of(ADDRESS)));
      hanging.countDown();
      assertThat(find(lookups, "b.example")).isEqualTo(new Found.Addresses(List.of(ADDRESS)));
    } finally {
      hanging.countDown();
    }
  }

  private Found find(Lookups lookups, String host) throws InterruptedException {
    return lookups.find(TENANT, host, Deadline.in(Duration.ofSeconds(20), System::nanoTime));
  }

  private Lookups answering(InetAddress address) {
    return lookups(_ -> new InetAddress[] {address});
  }

  private Lookups hangingUntil(CountDownLatch end) {
    return lookups(
        _ -> {
          boolean ended = false;
          while (!ended) { // as a resolver that can not be interrupted
            ended = awaited(end);
          }
          return new InetAddress[] {ADDRESS};
        });
  }

  private static boolean awaited(CountDownLatch end) {
    try {
      end.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private Lookups lookups(Resolver resolver) {
    return new Lookups(
        host -> {
          asked.incrementAndGet();
          return resolver.resolve(host);
        },
        now::get);
  }
}
