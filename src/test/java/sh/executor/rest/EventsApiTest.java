package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.executor.database.Database;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

/** Streams of events, read as they come. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@Timeout(60)
class EventsApiTest {

  private static final String ACCEPT = "{'action':'accept'}";
  private static final int STREAMS_MAX = 16;

  private final Upstream upstream = Pets.open();
  private final Cast cast = Cast.assemble();
  private final Rest member = cast.member().rest();

  @BeforeEach
  void connect() {
    Paused.connect(cast, upstream);
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void aRunIsToldAsItIsAndThenAsItChanges() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    try (Events events = Events.open(member, path(paused))) {
      List<Events.Event> first = events.until("execution");

      member.post("/interactions/" + Paused.question(paused) + "/answer", ACCEPT).expect(200);
      List<Events.Event> then = events.until("end");

      assertThat(first)
          .extracting(Events.Event::name)
          .containsExactly("call", "interaction", "execution");
      assertThat(first.getFirst().text("status")).isEqualTo("waiting");
      assertThat(first.get(1).text("status")).isEqualTo("pending");
      assertThat(first.getLast().text("status")).isEqualTo("waiting");
      assertThat(last(then, "call").text("status")).isEqualTo("done");
      assertThat(last(then, "interaction").text("status")).isEqualTo("accepted");
      assertThat(last(then, "execution").text("status")).isEqualTo("completed");
      assertThat(events.isOver()).isTrue();
      assertThat(events.response().headers().firstValue("cache-control")).contains("no-store");
    }
  }

  @Test
  void whoeverComesBackMissesNothing() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    try (Events events = Events.open(member, path(paused))) {
      events.until("execution");
    }
    member.post("/executions/" + Paused.id(paused) + "/resume", ACCEPT).expect(200);

    try (Events again = Events.open(member, path(paused))) {
      List<Events.Event> all = again.until("end");

      assertThat(last(all, "interaction").text("status")).isEqualTo("accepted");
      assertThat(last(all, "execution").text("status")).isEqualTo("completed");
    }
  }

  @Test
  void whatHappensOnOtherNodesIsTold() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    try (Events events = Events.open(member, path(paused))) {
      events.until("execution");

      // As another node would: nothing in this process hears of it.
      Arc.container()
          .instance(Database.class)
          .get()
          .run(
              "update interaction set state = 'declined', answered_at = ?, answered_via = 'rest'"
                  + " where id = ?",
              Instant.now(),
              InteractionViews.id(Paused.question(paused)).value());

      assertThat(events.until("interaction").getLast().text("status")).isEqualTo("declined");
    }
  }

  @Test
  void whatWaitsIsToldAndThenWhatComesAndGoes() {
    JsonNode before = Paused.pause(member, Paused.CREATE);
    try (Events events = Events.open(cast.admin().rest(), "/interactions/events")) {
      List<Events.Event> first = events.until("ready");

      JsonNode later = Paused.pause(member, Paused.CREATE);
      Events.Event came = events.until("interaction").getLast();
      member.post("/interactions/" + Paused.question(before) + "/answer", ACCEPT).expect(200);
      Events.Event gone = events.until("interaction").getLast();

      assertThat(first).extracting(event -> event.text("id")).contains(Paused.question(before));
      assertThat(first.getLast().data().path("pending").asInt()).isEqualTo(1);
      assertThat(came.text("id")).isEqualTo(Paused.question(later));
      assertThat(came.text("status")).isEqualTo("pending");
      assertThat(gone.text("id")).isEqualTo(Paused.question(before));
      assertThat(gone.text("status")).isEqualTo("accepted");
    }
  }

  @Test
  void whoeverLosesTheKeyIsToldNothingMore() {
    JsonNode key = member.post("/account/api-keys", "{'name':'for a while'}").expect(200);
    Rest reader = Cast.service().as(key.path("value").asText());
    try (Events events = Events.open(reader, "/interactions/events")) {
      events.until("ready");

      member.delete("/account/api-keys/" + key.path("id").asText()).expect(200);
      Paused.pause(member, Paused.CREATE);

      assertThat(events.isOver()).isTrue();
    }
  }

  @Test
  void everyoneIsToldWhatConcernsThem() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    Rest other = cast.other().rest();
    Rest stranger = Cast.assemble().owner().rest();

    for (Rest client : List.of(other, stranger)) {
      client.get(path(paused)).expectProblem(404, "ExecutionNotFoundError");
      assertThat(pending(client, "")).isZero();
    }
    cast.agent().get(path(paused)).expectProblem(403, "AgentKeyForbidden");
    cast.agent().get("/interactions/events").expectProblem(403, "AgentKeyForbidden");
    assertThat(pending(member, "")).isOne();
    assertThat(pending(cast.admin().rest(), "")).isOne();
    assertThat(pending(cast.admin().rest(), "&mine=true")).isZero();
  }

  @Test
  void aLookWithoutFollowingEnds() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);

    String look = member.get(path(paused) + "?follow=false").text();

    assertThat(look).contains("event: execution\n").doesNotContain("event: end");
    member.get(path(paused) + "?follow=no").expectProblem(400, "HttpApiDecodeError");
  }

  @Test
  void streamsOfOneMemberAreBoundedAndGivenBack() {
    Deque<Events> open = new ArrayDeque<>();
    try {
      for (int i = 0; i < STREAMS_MAX; i++) {
        Events events = Events.open(member, "/interactions/events");
        events.until("ready");
        open.add(events);
      }

      Rest.Answer refused = member.get("/interactions/events");
      refused.expectProblem(429, "StreamLimitError");
      assertThat(refused.header("Retry-After")).isEqualTo("30");
      assertThat(pending(cast.other().rest(), "")).isZero();
      open.removeLast().close();

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> member.get("/interactions/events?follow=false").status() == 200);
    } finally {
      open.forEach(Events::close);
    }
  }

  private static int pending(Rest client, String query) {
    try (Events events = Events.open(client, "/interactions/events?follow=false" + query)) {
      return events.until("ready").getLast().data().path("pending").asInt();
    }
  }

  private static Events.Event last(List<Events.Event> events, String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList().getLast();
  }

  private static String path(JsonNode paused) {
    return "/executions/" + Paused.id(paused) + "/events";
  }
}
