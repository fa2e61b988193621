package sh.executor.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sh.executor.execution.Cancellation;
import sh.executor.execution.Resource;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.session.model.Terms;
import sh.executor.telemetry.TestTraces;

class SessionsTest {

  private static final Caller ALICE = caller(1, 1);
  private static final Caller BOB_OF_THE_SAME_ORGANIZATION = caller(1, 2);
  private static final Caller ALICE_IN_ANOTHER_ORGANIZATION = caller(2, 1);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private final MemorySessionStore store = new MemorySessionStore();
  private final Sessions sessions = restarted();

  @Test
  void aSessionIsItsOpeners() {
    String id = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();

    Found found = sessions.find(id, ALICE, Resource.DEFAULT);

    assertThat(found).isInstanceOf(Found.Live.class);
    assertThat(store.reads()).isZero();
  }

  @Test
  void anotherAccountOrganizationOrResourceIsTurnedAway() {
    String id = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();

    for (Sessions each : List.of(sessions, restarted())) {
      assertThat(each.find(id, BOB_OF_THE_SAME_ORGANIZATION, Resource.DEFAULT))
          .isEqualTo(new Found.NotYours());
      assertThat(each.find(id, ALICE_IN_ANOTHER_ORGANIZATION, Resource.DEFAULT))
          .isEqualTo(new Found.NotYours());
      assertThat(each.find(id, ALICE, new Resource.Toolkit("mail")))
          .isEqualTo(new Found.NotYours());
    }
  }

  @Test
  void aStrangerWakesNothing() {
    String id = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();
    Sessions restarted = restarted();

    restarted.find(id, BOB_OF_THE_SAME_ORGANIZATION, Resource.DEFAULT);

    assertThat(restarted.cached()).isZero();
  }

  @Test
  void aSessionOutlivesTheProcess() {
    Resource toolkit = new Resource.Toolkit("mail");
    String id = sessions.open(ALICE, toolkit, terms()).orElseThrow().id();

    Found found = restarted().find(id, ALICE, toolkit);

    assertThat(found).isInstanceOf(Found.Live.class);
    LiveSession session = ((Found.Live) found).session();
    assertThat(session.protocolVersion()).isEqualTo("2025-06-18");
    assertThat(session.elicitationMode()).contains("browser");
    assertThat(session.capabilities().at("/elicitation/form").isObject()).isTrue();
    assertThat(session.resource()).isEqualTo(toolkit);
  }

  @Test
  void aSessionIsRebuiltOnceForAllWhoWait() throws Exception {
    String id = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();
    Sessions restarted = restarted();
    Queue<Found> found = new ConcurrentLinkedQueue<>();
    store.hold();

    List<Thread> threads =
        Stream.generate(() -> Thread.ofVirtual().unstarted(() -> found.add(wake(restarted, id))))
            .limit(32)
            .toList();
    threads.forEach(Thread::start);
    awaitAllWaiting(threads);
    store.release();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(found).hasSize(32).containsOnly(found.element());
    assertThat(store.reads()).isEqualTo(1);
  }

  @Test
  void aWakeThatFailsFailsOnceAndIsTriedAgainByTheNext() throws Exception {
    String id = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();
    Sessions restarted = restarted();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    store.hold();
    store.fail(true);

    List<Thread> threads =
        Stream.generate(
                () -> Thread.ofVirtual().unstarted(() -> failures.add(failure(restarted, id))))
            .limit(16)
            .toList();
    threads.forEach(Thread::start);
    awaitAllWaiting(threads);
    store.release();
    for (Thread thread : threads) {
      thread.join();
    }
    store.fail(false);

    assertThat(failures).hasSize(16);
    assertThat(failures).filteredOn(message -> message.contains("the store is away")).hasSize(1);
    assertThat(store.reads()).isEqualTo(1);
    assertThat(wake(restarted, id)).isInstanceOf(Found.Live.class);
  }

  /** For longer than one is held up on its way to where all of them meet. */
  private static void awaitAllWaiting(List<Thread> threads) {
    await()
        .atMost(Duration.ofSeconds(30))
        .during(Duration.ofMillis(200))
        .until(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
  }

  private static String failure(Sessions sessions, String id) {
    try {
      return "no failure but " + wake(sessions, id);
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Found wake(Sessions sessions, String id) {
    return sessions.find(id, ALICE, Resource.DEFAULT);
  }

  @Test
  void anEndedSessionSaysSoAndStopsWhatItDid() {
    Opened opened = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow();
    Cancellation cancellation = new Cancellation();
    List<String> reasons = new ArrayList<>();
    opened.session().inFlight().begin(1, JsonNodeFactory.instance.numberNode(7), cancellation);
    opened.session().attach(reasons::add);

    sessions.end(opened.session());

    assertThat(sessions.find(opened.id(), ALICE, Resource.DEFAULT)).isEqualTo(new Found.Ended());
    assertThat(cancellation.isCancelled()).isTrue();
    assertThat(reasons).containsExactly("session ended");
  }

  @Test
  void aStreamThatComesAfterTheEndEndsAtOnce() {
    LiveSession session = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().session();
    List<String> reasons = new ArrayList<>();
    sessions.end(session);

    session.attach(reasons::add);

    assertThat(reasons).containsExactly("session ended");
    assertThat(session.isQuiet()).isTrue();
  }

  @Test
  void aStreamThatComesAfterTheSessionHasMovedEndsAtOnceUnlessItStays() {
    LiveSession session = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().session();
    List<String> reasons = new ArrayList<>();
    session.move();

    session.attach(reasons::add);
    session.attach(
        new Outlet() {
          @Override
          public void end(String reason) {
            reasons.add("not this one");
          }

          @Override
          public boolean stays() {
            return true;
          }
        });
    session.move();

    assertThat(reasons).containsExactly("moved to another node, reconnect");
    assertThat(session.isQuiet()).isFalse();
  }

  @Test
  void streamsAreNumberedAnewWhenASessionWakes() {
    Opened opened = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow();
    Found woken = restarted().find(opened.id(), ALICE, Resource.DEFAULT);

    long first = opened.session().nextStream();
    long second = ((Found.Live) woken).session().nextStream();

    assertThat(Math.abs(first - second)).isGreaterThan(1_000);
    assertThat(first).isBetween(1L, 1L << 53);
  }

  @Test
  void madeUpIdsAreUnknownAndLeaveNothingBehind() {
    SecureRandom random = new SecureRandom();

    for (int i = 0; i < 1_000; i++) {
      Found found = sessions.find(SessionId.random(random).value(), ALICE, Resource.DEFAULT);
      assertThat(found).isEqualTo(new Found.Unknown());
    }

    assertThat(sessions.cached()).isZero();
  }

  @Test
  void whatCanBeNoIdIsNotLookedFor() {
    for (String id : List.of("", "x", "A".repeat(64), "g".repeat(64), "0".repeat(65))) {
      assertThat(sessions.find(id, ALICE, Resource.DEFAULT)).isEqualTo(new Found.Unknown());
    }

    assertThat(store.reads()).isZero();
  }

  @Test
  void anIdleSessionLeavesMemoryAndComesBack() {
    String id = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();

    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(6)));

    assertThat(sessions.dropIdle()).isEqualTo(1);
    assertThat(sessions.cached()).isZero();
    assertThat(sessions.find(id, ALICE, Resource.DEFAULT)).isInstanceOf(Found.Live.class);
  }

  @Test
  void aSessionWithARequestOrAStreamStaysInMemory() {
    LiveSession busy = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().session();
    LiveSession listening = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().session();
    Outlet outlet = reason -> {};
    busy.enter();
    listening.attach(outlet);

    now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));

    assertThat(sessions.dropIdle()).isZero();
    busy.leave();
    listening.detach(outlet);
    assertThat(sessions.dropIdle()).isEqualTo(2);
  }

  @Test
  void theLastUseIsWrittenOnceInAWhile() {
    Opened opened = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow();
    Instant opening = now.get();

    now.set(opening.plusSeconds(59));
    sessions.used(opened.session());
    assertThat(lastActivity(opened)).isEqualTo(opening);
    now.set(opening.plusSeconds(61));
    sessions.used(opened.session());

    assertThat(lastActivity(opened)).isEqualTo(opening.plusSeconds(61));
  }

  @Test
  void aSessionThatWasEndedElsewhereIsOverHereToo() {
    Opened opened = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow();
    List<String> ends = new ArrayList<>();
    opened.session().attach(ends::add);
    store.end(opened.session().key(), opened.session().owner(), now.get());
    now.updateAndGet(instant -> instant.plusSeconds(61));

    sessions.used(opened.session());

    assertThat(opened.session().isOver()).isTrue();
    assertThat(ends).containsExactly("session ended");
    assertThat(sessions.find(opened.id(), ALICE, Resource.DEFAULT)).isEqualTo(new Found.Ended());
  }

  @Test
  void aSessionUnusedForItsTimeToLiveIsForgotten() {
    String old = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();
    now.updateAndGet(instant -> instant.plus(Duration.ofDays(29)));
    String young = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();
    now.updateAndGet(instant -> instant.plus(Duration.ofDays(2)));

    int purged = sessions.purge();

    assertThat(purged).isEqualTo(1);
    assertThat(restarted().find(old, ALICE, Resource.DEFAULT)).isEqualTo(new Found.Unknown());
    assertThat(restarted().find(young, ALICE, Resource.DEFAULT)).isInstanceOf(Found.Live.class);
  }

  @Test
  void whatAClientWatchesIsWatchedAsLongAsItsSessionIsInMemory() {
    List<String> calledOff = new ArrayList<>();
    LiveSession idle = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().session();
    LiveSession moved = sessions.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().session();
    idle.watch("idle", () -> calledOff.add("idle"));
    moved.watch("moved", () -> calledOff.add("moved"));

    moved.move();
    assertThat(calledOff).containsExactly("moved");
    now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));
    sessions.dropIdle();
    boolean isWatched = idle.watch("late", () -> calledOff.add("late"));

    assertThat(isWatched).isFalse();
    assertThat(calledOff).containsExactly("moved", "idle", "late");
  }

  @Test
  void aSessionDroppedForAnotherWatchesNothing() {
    Sessions small = sessions(1);
    List<String> calledOff = new ArrayList<>();
    small
        .open(ALICE, Resource.DEFAULT, terms())
        .orElseThrow()
        .session()
        .watch("first", () -> calledOff.add("first"));

    Opened _ = small.open(ALICE, Resource.DEFAULT, terms()).orElseThrow();

    assertThat(calledOff).containsExactly("first");
  }

  @Test
  void aSessionTooManyInMemoryDropsTheLongestUnusedQuietOne() {
    Sessions small = sessions(2);
    LiveSession first = small.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().session();
    first.enter();
    String second = small.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();

    String third = small.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();

    assertThat(small.cached()).isEqualTo(2);
    small.find(third, ALICE, Resource.DEFAULT);
    assertThat(store.reads()).isZero();
    small.find(second, ALICE, Resource.DEFAULT);
    assertThat(store.reads()).isEqualTo(1);
  }

  @Test
  void anAccountHasSoManySessionsAndTheLongestUnusedGivesWay() {
    Sessions few = sessions(new FixedSessionConfig(100, 2));
    String first = few.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();
    now.updateAndGet(then -> then.plus(Duration.ofHours(20)));
    String second = few.open(ALICE, Resource.DEFAULT, terms()).orElseThrow().id();

    Optional<Opened> tooMany = few.open(ALICE, Resource.DEFAULT, terms());
    Optional<Opened> others = few.open(BOB_OF_THE_SAME_ORGANIZATION, Resource.DEFAULT, terms());
    now.updateAndGet(then -> then.plus(Duration.ofHours(5)));
    Optional<Opened> instead = few.open(ALICE, Resource.DEFAULT, terms());

    assertThat(tooMany).isEmpty();
    assertThat(others).isPresent();
    assertThat(instead).isPresent();
    assertThat(restarted().find(first, ALICE, Resource.DEFAULT)).isEqualTo(new Found.Ended());
    assertThat(restarted().find(second, ALICE, Resource.DEFAULT)).isInstanceOf(Found.Live.class);
  }

  private Instant lastActivity(Opened opened) {
    return store.lastUsed(opened.session().key());
  }

  private Sessions restarted() {
    return sessions(1_000);
  }

  private Sessions sessions(int cachedMax) {
    return sessions(new FixedSessionConfig(cachedMax));
  }

  private Sessions sessions(FixedSessionConfig config) {
    return new Sessions(
        store,
        new OneHome(),
        config,
        now::get,
        new SecureRandom(),
        new SessionSpans(TestTraces.off()));
  }

  private static Caller caller(long tenant, long account) {
    return new Caller(
        new TenantId(new UUID(0, tenant)),
        new AccountId(new UUID(0, account)),
        Role.MEMBER,
        Caller.Credential.AGENT);
  }

  private static Terms terms() {
    return new Terms("2025-06-18", "browser", initialize());
  }

  private static ObjectNode initialize() {
    ObjectNode initialize = JsonNodeFactory.instance.objectNode().put("method", "initialize");
    initialize.withObject("/params/capabilities/elicitation").putObject("form");
    return initialize;
  }
}
