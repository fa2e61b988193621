package sh.executor.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import sh.executor.execution.Resource;
import sh.executor.session.model.Terms;

/** What every {@link SessionStore} keeps to. */
abstract class SessionStoreContract {

  private static final Instant THEN = Instant.parse("2001-02-03T04:05:06Z");

  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final SecureRandom random = new SecureRandom();

  abstract SessionStore store();

  /** A member of an organisation; always the same one. */
  abstract SessionOwner owner();

  /** Another member of that organisation, and of another one. */
  abstract List<SessionOwner> strangers();

  @Test
  void whatWasWrittenIsFound() {
    SessionKey key = create();

    assertThat(store().find(key, owner())).contains(new Stored.Open(terms(), null, 0, TRACEPARENT));
  }

  @Test
  void aSessionThatNobodyTracedSaysSo() {
    SessionKey key = key();

    store().create(key, owner(), terms(), new UUID(0, 1), THEN, null);

    assertThat(store().find(key, owner())).contains(new Stored.Open(terms(), null, 0, null));
  }

  @Test
  void theWishForLogMessagesIsKept() {
    SessionKey key = create();

    store().logLevel(key, owner(), "warning");
    store().logLevel(key, strangers().getLast(), "debug");

    assertThat(store().find(key, owner()))
        .contains(new Stored.Open(terms(), "warning", 0, TRACEPARENT));
  }

  @Test
  void anUnknownSessionIsNotFound() {
    create();

    assertThat(store().find(key(), owner())).isEmpty();
  }

  @Test
  void aStrangerIsToldThatItIsNotTheirs() {
    SessionKey key = create();

    for (SessionOwner stranger : strangers()) {
      assertThat(store().find(key, stranger)).contains(new Stored.NotYours());
    }
    SessionOwner elsewhere =
        new SessionOwner(owner().tenant(), owner().account(), new Resource.Toolkit("mail"));
    assertThat(store().find(key, elsewhere)).contains(new Stored.NotYours());
  }

  @Test
  void anotherOrganizationCanNotEndOrUseIt() {
    SessionKey key = create();
    SessionOwner other = strangers().getLast();

    boolean ended = store().end(key, other, THEN);
    boolean used = store().touch(key, other, THEN.plusSeconds(60));
    store().purge(THEN.plusSeconds(1), 1_000);

    assertThat(ended).isFalse();
    assertThat(used).isFalse();
    assertThat(store().find(key, owner())).isEmpty();
  }

  @Test
  void anEndedSessionHasForgottenAllButThat() {
    SessionKey key = create();

    boolean ended = store().end(key, owner(), THEN.plusSeconds(9));

    assertThat(ended).isTrue();
    assertThat(store().find(key, owner())).contains(new Stored.Ended());
    assertThat(store().find(key, strangers().getFirst())).contains(new Stored.Ended());
    assertThat(store().end(key, owner(), THEN)).isFalse();
    assertThat(store().touch(key, owner(), THEN)).isFalse();
  }

  @Test
  void anUnknownSessionCanNotBeEndedOrUsed() {
    SessionKey key = key();

    boolean ended = store().end(key, owner(), THEN);
    boolean noted = store().touch(key, owner(), THEN);

    assertThat(ended).isFalse();
    assertThat(noted).isFalse();
    assertThat(store().find(key, owner())).isEmpty();
  }

  @Test
  void aPurgeForgetsWhatWasNotUsed() {
    SessionKey unused = create();
    SessionKey used = create();
    SessionKey ended = create();
    boolean noted = store().touch(used, owner(), THEN.plusSeconds(60));
    store().end(ended, owner(), THEN.plusSeconds(60));

    while (store().purge(THEN.plusSeconds(30), 1) > 0) {}

    assertThat(noted).isTrue();
    assertThat(store().find(unused, owner())).isEmpty();
    assertThat(store().find(used, owner())).isPresent();
    assertThat(store().find(ended, owner())).isEmpty();
  }

  @Test
  void aPurgeTakesNoMoreThanItMay() {
    while (store().purge(THEN.plusSeconds(30), 100) > 0) {}
    for (int i = 0; i < 3; i++) {
      create();
    }

    int first = store().purge(THEN.plusSeconds(30), 2);
    int second = store().purge(THEN.plusSeconds(30), 2);

    assertThat(first).isEqualTo(2);
    assertThat(second).isEqualTo(1);
  }

  @Test
  void aMembersOwnSessionsAreCountedAsFarAsNeeded() {
    int before = store().count(owner(), 1_000);

    create();
    SessionKey ended = create();
    int two = store().count(owner(), 1_000);
    store().end(ended, owner(), THEN);

    assertThat(two).isEqualTo(before + 2);
    assertThat(store().count(owner(), 1_000)).isEqualTo(before + 1);
    assertThat(store().count(owner(), 1)).isOne();
    assertThat(store().count(strangers().getFirst(), 1_000)).isZero();
  }

  @Test
  void theLongestUnusedGiveWay() {
    while (store().purge(THEN.plusSeconds(30), 100) > 0) {}
    SessionKey second = create();
    SessionKey first = create();
    SessionKey third = create();
    SessionKey used = create();
    store().touch(first, owner(), THEN.minusSeconds(2));
    store().touch(second, owner(), THEN.minusSeconds(1));
    store().touch(used, owner(), THEN.plusSeconds(10));

    int of = store().endUnused(strangers().getFirst(), THEN.plusSeconds(1), 9, THEN);
    int two = store().endUnused(owner(), THEN.plusSeconds(1), 2, THEN);
    boolean stays = store().find(third, owner()).orElseThrow() instanceof Stored.Open;
    int one = store().endUnused(owner(), THEN.plusSeconds(1), 2, THEN);

    assertThat(of).isZero();
    assertThat(two).isEqualTo(2);
    assertThat(stays).isTrue();
    assertThat(one).isEqualTo(1);
    assertThat(store().find(first, owner())).contains(new Stored.Ended());
    assertThat(store().find(used, owner())).get().isInstanceOf(Stored.Open.class);
  }

  SessionKey create() {
    SessionKey key = key();
    store().create(key, owner(), terms(), new UUID(0, 1), THEN, TRACEPARENT);
    return key;
  }

  private SessionKey key() {
    return SessionId.random(random).key();
  }

  static Terms terms() {
    return new Terms("2025-11-25", "native", initialize());
  }

  private static ObjectNode initialize() {
    return JsonNodeFactory.instance.objectNode().put("method", "initialize").put("half", "\ud83d");
  }
}
