package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import sh.executor.testkit.Rest;

/** An open stream of events, read one by one. */
final class Events implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  private Events(HttpClient http, HttpResponse<InputStream> response) {
    this.http = http;
    this.response = response;
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** One event. */
  record Event(String name, JsonNode data) {

    String text(String member) {
      return data.path(member).asText();
    }
  }

  /** Opens a stream; a client of its own, so that closing it ends the connection. */
  static Events open(Rest client, String path) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      HttpResponse<InputStream> response =
          http.send(
              client.request(path).header("Accept", "text/event-stream").build(),
              BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      return new Events(http, response);
    } catch (IOException e) {
      throw new UncheckedIOException("open " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  HttpResponse<InputStream> response() {
    return response;
  }

  /** Events up to the first that will do, and that one. */
  List<Event> until(Predicate<Event> will) {
    List<Event> events = new ArrayList<>();
    while (true) {
      Event event = next();
      events.add(event);
      if (will.test(event)) {
        return events;
      }
    }
  }

  /** Events up to the one of that name. */
  List<Event> until(String name) {
    return until(event -> event.name().equals(name));
  }

  /** Whether nothing follows. */
  boolean isOver() {
    try {
      return lines.readLine() == null;
    } catch (IOException e) {
      throw new UncheckedIOException("read a stream", e);
    }
  }

  private Event next() {
    try {
      String name = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          data = line.substring("data: ".length());
        } else if (line.isEmpty() && !name.isEmpty()) {
          return new Event(name, JSON.readTree(data));
        }
      }
      throw new AssertionError("the stream is over");
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException("read a stream", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
