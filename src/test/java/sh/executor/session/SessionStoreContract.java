package sh.executor.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link SessionStore} keeps to. */
abstract class SessionStoreContract {

  private static final Instant THEN = Instant.parse("2001-02-03T04:05:06Z");

  private final SecureRandom random = new SecureRandom();

  abstract SessionStore store();

  @Test
  void whatWasWrittenIsFound() {
    SessionKey key = key();

    store().create(key, entries(), THEN);

    SessionEntries found = store().find(key).orElseThrow();
    assertThat(found.find(EntryKey.META)).contains(meta());
    assertThat(found.find(EntryKey.INITIALIZE)).contains(initialize());
    assertThat(found.find(EntryKey.LAST_ACTIVITY).orElseThrow().asLong())
        .isEqualTo(THEN.toEpochMilli());
    assertThat(found.has(EntryKey.ENDED)).isFalse();
  }

  @Test
  void anUnknownSessionIsNotFound() {
    store().create(key(), entries(), THEN);

    Optional<SessionEntries> found = store().find(key());

    assertThat(found).isEmpty();
  }

  @Test
  void anEndedSessionHasForgottenAllButThat() {
    SessionKey key = key();
    store().create(key, entries(), THEN);

    boolean ended = store().end(key, THEN.plusSeconds(9));

    SessionEntries found = store().find(key).orElseThrow();
    assertThat(ended).isTrue();
    assertThat(found.has(EntryKey.ENDED)).isTrue();
    assertThat(found.has(EntryKey.META)).isFalse();
    assertThat(found.has(EntryKey.INITIALIZE)).isFalse();
    assertThat(store().end(key, THEN)).isFalse();
  }

  @Test
  void anUnknownSessionCanNotBeEndedOrUsed() {
    SessionKey key = key();

    boolean ended = store().end(key, THEN);
    store().touch(key, THEN);

    assertThat(ended).isFalse();
    assertThat(store().find(key)).isEmpty();
  }

  @Test
  void aPurgeForgetsWhatWasNotUsed() {
    SessionKey unused = key();
    SessionKey used = key();
    SessionKey ended = key();
    for (SessionKey key : new SessionKey[] {unused, used, ended}) {
      store().create(key, entries(), THEN);
    }
    store().touch(used, THEN.plusSeconds(60));
    store().end(ended, THEN.plusSeconds(60));

    while (store().purge(THEN.plusSeconds(30), 1) > 0) {}

    assertThat(store().find(unused)).isEmpty();
    assertThat(store().find(used)).isPresent();
    assertThat(store().find(ended)).isEmpty();
  }

  @Test
  void aPurgeTakesNoMoreThanItMay() {
    while (store().purge(THEN.plusSeconds(30), 100) > 0) {}
    for (int i = 0; i < 3; i++) {
      store().create(key(), entries(), THEN);
    }

    int first = store().purge(THEN.plusSeconds(30), 2);
    int second = store().purge(THEN.plusSeconds(30), 2);

    assertThat(first).isEqualTo(2);
    assertThat(second).isEqualTo(1);
  }

  @Test
  void entriesOfNoKnownNameOrShapeDoNoHarm() {
    SessionKey key = key();
    store().create(key, new SessionEntries(Map.of("stranger", "{", "session-meta", "[1]")), THEN);

    SessionEntries found = store().find(key).orElseThrow();

    assertThat(found.has(EntryKey.META)).isTrue();
    assertThat(found.find(EntryKey.META)).isEmpty();
  }

  private SessionKey key() {
    return SessionId.random(random).key();
  }

  private static SessionEntries entries() {
    return SessionEntries.none()
        .with(EntryKey.META, meta())
        .with(EntryKey.INITIALIZE, initialize());
  }

  private static SessionMeta meta() {
    return new SessionMeta("org_x", "account_x", null, "native", "2025-11-25");
  }

  private static ObjectNode initialize() {
    return JsonNodeFactory.instance.objectNode().put("method", "initialize");
  }
}
