package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.Sandbox;
import sh.executor.sandbox.Sandboxes;
import sh.executor.sandbox.Step;
import sh.executor.sandbox.ToolCall;
import sh.executor.telemetry.TestAlarms;
import sh.executor.telemetry.Traces;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;

/**
 * Prints what it costs to write runs down: the same scripts as the service runs them, and in memory
 * only, in turn, so that both have the same neighbours. Neither goes through HTTP to the service;
 * their calls do, to a server in this process. Run by hand (bench/README.md).
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunFigures {

  private static final Duration EACH =
      Duration.ofSeconds(Integer.getInteger("executor.figures.seconds", 5));
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] ANSWER = "{\"value\":42}".getBytes(StandardCharsets.UTF_8);
  private static final PrintStream OUT = System.out;

  private final Cast.Person owner = Cast.assemble().owner();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @Inject ExecutionStack stack;
  @Inject RunDriver driver;
  @Inject Sandboxes sandboxes;
  @Inject Traces traces;
  @Inject MeterRegistry meters;
  @Inject LongSupplier nanoTime;

  /** One way to run a script to its end. */
  private interface Way {
    void run(String code) throws InterruptedException;
  }

  private HttpServer api;

  @BeforeEach
  void connect() throws IOException {
    // Else the second packet of each answer waits for the first one to be acknowledged.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    api.setExecutor(threads);
    api.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
          }
        });
    api.start();
    Rest rest = owner.rest();
    String spec = Trees.object().put("kind", "blob").put("value", description()).toString();
    rest.post("/openapi/specs", "{'slug':'figures','spec':" + spec + "}").expect(200);
    rest.post(
            "/connections",
            "{'owner':'org','name':'main','integration':'figures','template':'none'}")
        .expect(200);
    rest.post("/policies", "{'owner':'org','pattern':'" + path("write") + "','action':'approve'}")
        .expect(200);
  }

  @AfterEach
  void close() {
    api.stop(0);
    threads.shutdownNow();
  }

  @Test
  void print() throws InterruptedException {
    OUT.println("| a run with | p50 ms | p99 ms | statements | in memory p50 | p99 | statements |");
    OUT.println("| --- | --: | --: | --: | --: | --: | --: |");
    row("no call", "return 1");
    for (String tool : List.of("read", "write")) {
      for (int count : new int[] {1, 3, 100}) {
        row(count + " " + tool + "s in sequence", sequence(tool, count));
      }
      row("100 " + tool + "s at once", atOnce(tool));
    }
  }

  private void row(String title, String code) throws InterruptedException {
    alternate(code); // warms up
    Figures[] both = alternate(code);
    OUT.printf(Locale.ROOT, "| %s | %s | %s |%n", title, both[0], both[1]);
  }

  private Figures[] alternate(String code) throws InterruptedException {
    Way[] ways = {this::durable, this::inMemory};
    Figures[] figures = {new Figures(), new Figures()};
    long until = nanoTime.getAsLong() + EACH.toNanos();
    while (nanoTime.getAsLong() < until) {
      for (int i = 0; i < ways.length; i++) {
        double before = statements();
        long started = nanoTime.getAsLong();
        ways[i].run(code);
        figures[i].add(nanoTime.getAsLong() - started, statements() - before);
      }
    }
    return figures;
  }

  private void durable(String code) throws InterruptedException {
    ExecutionOutcome outcome =
        stack
            .forCaller(owner.caller(), Resource.DEFAULT)
            .execute(ExecuteRequest.of(code), new Cancellation(), path -> {});
    assertThat(outcome).isInstanceOf(ExecutionOutcome.Completed.class);
  }

  /** As a {@link Run} does it, but nothing is written down. */
  private void inMemory(String code) throws InterruptedException {
    RunCatalog view = driver.catalog(owner.caller());
    CallDesk desk = new CallDesk(new Builtins(view), new ToolInvoker(view, traces));
    CallCrew crew = new CallCrew(path -> {}, TestAlarms.SHARED);
    try (Sandbox sandbox = sandboxes.open(owner.caller().tenant(), sandboxes.limits())) {
      Step step = sandbox.start(code);
      while (step instanceof Step.Waiting) {
        for (ToolCall call : step.calls()) {
          send(desk, crew, call);
        }
        List<Delivery> answers = crew.take(PATIENCE);
        step = sandbox.resume(answers);
      }
      assertThat(step).isInstanceOf(Step.Completed.class);
    }
  }

  private static void send(CallDesk desk, CallCrew crew, ToolCall call) {
    switch (desk.plan(call, Approval.NONE)) {
      case Plan.Look look -> crew.begin(call, look.call());
      case Plan.Act act -> crew.begin(call, () -> act.call().send("figures-" + call.id()));
      case Plan.Ask _, Plan.Known _ -> throw new AssertionError("not sent: " + call.path());
    }
  }

  /** What transactions have inside counts as one. */
  private double statements() {
    return meters.find("agroal.acquire.count").meters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .mapToDouble(Measurement::getValue)
        .sum();
  }

  private static String sequence(String tool, int count) {
    return """
        for (let i = 0; i < %d; i++) {
          const answer = await tools['%s']({});
          if (!answer.ok) throw new Error(JSON.stringify(answer));
        }
        return 1"""
        .formatted(count, path(tool));
  }

  private static String atOnce(String tool) {
    return """
        const all = await Promise.all(Array.from({ length: 100 }, () => tools['%s']({})));
        if (all.some((answer) => !answer.ok)) throw new Error(JSON.stringify(all));
        return 1"""
        .formatted(path(tool));
  }

  private static String path(String tool) {
    return "figures.org.main.figures." + tool;
  }

  private String description() {
    String operation =
        """
        {"operationId": "%s", "tags": ["figures"], "responses": {"200": {"description": "ok",
          "content": {"application/json": {"schema": {"type": "object"}}}}}}""";
    return """
        {"openapi": "3.1.0", "info": {"title": "Figures", "version": "1"},
         "servers": [{"url": "http://127.0.0.1:%d"}],
         "paths": {"/read": {"get": %s}, "/write": {"post": %s}}}
        """
        .formatted(
            api.getAddress().getPort(), operation.formatted("read"), operation.formatted("write"));
  }

  /** Times and statements of one column. */
  private static final class Figures {

    private final List<Long> nanos = new ArrayList<>();
    private double statements;

    void add(long took, double issued) {
      nanos.add(took);
      statements += issued;
    }

    @Override
    public String toString() {
      List<Long> sorted = nanos.stream().sorted().toList();
      return String.format(
          Locale.ROOT,
          "%.2f | %.2f | %.1f",
          sorted.get(sorted.size() / 2) / 1e6,
          sorted.get(sorted.size() * 99 / 100) / 1e6,
          statements / sorted.size());
    }
  }
}
