package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Flood;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.Rest;
import sh.executor.testkit.ServiceProcess;

/**
 * Bodies that are far too large or never end, against one packaged service: each is answered, none
 * is kept, and everybody else is served meanwhile and afterwards.
 */
class HostileBodyIT {

  private static final long MEGABYTE = 1 << 20;

  /** Room for what may be read, twice as text, and for a heap that grows as heaps do. */
  private static final long GROWTH_MAX = 400 * MEGABYTE;

  /** The largest body there may be, and what the sockets hold. */
  private static final long TAKEN_MAX = 64 * MEGABYTE;

  private static final int DRIPS = 100;

  @TempDir static Path folder;

  private static ServiceProcess service;

  @BeforeAll
  static void start() {
    service =
        ServiceProcess.start(
            folder.resolve("data"),
            Map.of("EXECUTOR_MCP_BODY_WITHIN", "3S", "EXECUTOR_REST_BODY_WITHIN", "3S"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void everybodyIsServed() {
    assertThat(owner().get("/account/me").status()).isEqualTo(200);
    assertThat(agent().connect().execute("return 1 + 1").at("/result/isError").asBoolean(true))
        .isFalse();
    assertThat(service.logged()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
  }

  @ParameterizedTest
  @CsvSource({
    "/mcp, 413, 413",
    "/mcp/toolkits/mail, 404, 404",
    "/api/executions, 413, 413",
    "/api/openapi/specs, 413, 413",
    "/api/integrations/none/review, 413, 404",
    "/api/nothing, 413, 404",
  })
  void aGigabyteIsRefusedAndNotKept(String path, int announced, int chunked) throws Exception {
    long before = service.residentBytes();
    Flood flood = Flood.of(service.mcp().resolve(path), service.ownerToken());

    Peak<Flood.Answer> whole = peak(flood::announcedGigabyte);
    Peak<Flood.Answer> inChunks = peak(flood::chunkedGigabyte);

    assertThat(whole.outcome().status()).as(whole.outcome().text()).isEqualTo(announced);
    assertThat(inChunks.outcome().status()).as(inChunks.outcome().text()).isEqualTo(chunked);
    assertThat(whole.outcome().bytesTaken()).isLessThan(TAKEN_MAX);
    assertThat(inChunks.outcome().bytesTaken()).isLessThan(TAKEN_MAX);
    assertThat(Math.max(whole.residentBytes(), inChunks.residentBytes()) - before)
        .isLessThan(GROWTH_MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/api/executions", "/api/openapi/specs"})
  void whoDripsIsGivenUpWhileOthersAreServed(String path) throws Exception {
    Flood flood = Flood.of(service.mcp().resolve(path), service.ownerToken());

    List<Flood.Answer> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Flood.Answer>> drips = new ArrayList<>();
      for (int i = 0; i < DRIPS; i++) {
        drips.add(clients.submit(flood::drip));
      }
      everybodyIsServed();
      for (Future<Flood.Answer> drip : drips) {
        answers.add(drip.get());
      }
    }

    assertThat(answers).extracting(Flood.Answer::status).containsOnly(408);
  }

  @Test
  void aStrangerIsNotReadFrom() throws Exception {
    for (String path : List.of("/mcp", "/api/executions")) {
      Flood flood = Flood.of(service.mcp().resolve(path), "nobody's");

      Flood.Answer answer = flood.chunkedGigabyte();

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.bytesTaken()).isLessThan(TAKEN_MAX);
    }
  }

  private static Rest owner() {
    return Rest.at(service.mcp()).as(service.ownerToken());
  }

  private static Mcp agent() {
    return Mcp.at(service.mcp()).as(service.agentKey());
  }

  /** What comes of {@code work}, and how much memory the service had at most meanwhile. */
  private static <T> Peak<T> peak(Work<T> work) throws Exception {
    long peak = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<T> outcome = threads.submit(work::run);
      while (true) {
        peak = Math.max(peak, service.residentBytes());
        try {
          return new Peak<>(outcome.get(20, TimeUnit.MILLISECONDS), peak);
        } catch (TimeoutException e) {
          // Not yet.
        }
      }
    }
  }

  /** What may fail to read or write. */
  private interface Work<T> {
    T run() throws IOException;
  }

  private record Peak<T>(T outcome, long residentBytes) {}
}
