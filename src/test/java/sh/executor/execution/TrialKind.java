package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.Callable;
import sh.executor.catalog.model.Detection;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.IntegrationKind;
import sh.executor.catalog.model.Invocation;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.Preparation;
import sh.executor.catalog.model.PreparedCall;
import sh.executor.catalog.model.Reading;
import sh.executor.catalog.model.Repeat;
import sh.executor.catalog.model.Source;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.kernel.TenantId;

/** A kind whose tools end in every way a tool can end. */
@Singleton
class TrialKind implements IntegrationKind {

  static final String NAME = "trial";
  static final String SECRET = "what nobody may see";
  static final int MEETING = 10;

  private static final long MEETING_SECONDS = 20;

  /** Waiting calls, counted as they begin and as they are broken off. */
  final CountDownLatch waiting = new CountDownLatch(1);

  final CompletableFuture<Thread> brokenOff = new CompletableFuture<>();

  /** How often {@code change.it} and {@code change.keyed} were made. */
  final AtomicInteger changes = new AtomicInteger();

  /** How often {@code look.echo} was. */
  final AtomicInteger looks = new AtomicInteger();

  private final CyclicBarrier meeting = new CyclicBarrier(MEETING);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Detection> detect(TenantId tenant, URI url) {
    return Optional.empty();
  }

  @Override
  public ObjectNode preview(TenantId tenant, Source source, ObjectNode options) {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public Reading read(TenantId tenant, Source source, ObjectNode options) {
    List<Operation> operations =
        List.of(
            operation("look.echo", Effect.READ),
            operation("look.body", Effect.READ),
            operation("look.text", Effect.READ),
            operation("look.fail", Effect.READ),
            operation("look.boom", Effect.READ),
            operation("look.wait", Effect.READ),
            operation("look.meet", Effect.READ),
            operation("change.it", Effect.WRITE),
            operation("change.keyed", Effect.WRITE));
    return new Reading(
        "Trial",
        "Ends in every way",
        "trial",
        JsonNodeFactory.instance.objectNode(),
        new byte[32],
        operations,
        Map.of());
  }

  private static Operation operation(String name, Effect effect) {
    return new Operation(name, "Tries " + name, effect, null, null, null, "{}");
  }

  @Override
  public List<AuthMethod> authMethods(ObjectNode config) {
    return List.of(AuthMethod.none());
  }

  @Override
  public Optional<Source.Url> source(ObjectNode config) {
    return Optional.empty();
  }

  @Override
  public ObjectNode configure(ObjectNode config, ObjectNode change) {
    return config;
  }

  @Override
  public Callable callable(Operation operation, ObjectNode config) {
    return arguments ->
        arguments.has("bad")
            ? new Preparation.Misfit(
                ToolError.of("invalid_tool_arguments", "there is no argument bad"))
            : new Preparation.Ready(new Trial(operation.name(), arguments));
  }

  /** One call, which ends as its operation's name says. */
  private final class Trial implements PreparedCall {

    private final String name;
    private final JsonNode arguments;

    private Trial(String name, JsonNode arguments) {
      this.name = name;
      this.arguments = arguments;
    }

    @Override
    public Repeat repeat() {
      return switch (name) {
        case "change.it" -> Repeat.NEVER;
        case "change.keyed" -> new Repeat.WithKey("Idempotency-Key");
        default -> Repeat.ALWAYS;
      };
    }

    @Override
    public ToolResult send(Invocation invocation) {
      return switch (name) {
        case "look.echo" -> look(arguments);
        case "look.body" -> ok(new ToolResult.Data.Unparsed(body(arguments)));
        case "look.text" -> ok(new ToolResult.Data.Text("1"));
        case "look.fail" ->
            new ToolResult.Failed(
                new ToolError("upstream_http_error", "It said no", 418, arguments, true));
        case "look.boom" -> throw new IllegalStateException(SECRET);
        case "look.wait" -> untilBrokenOff();
        case "look.meet" -> meet();
        default -> change();
      };
    }
  }

  private ToolResult look(JsonNode arguments) {
    looks.incrementAndGet();
    return ok(new ToolResult.Data.Json(arguments));
  }

  private ToolResult change() {
    return ok(new ToolResult.Data.Text("change " + changes.incrementAndGet()));
  }

  private static byte[] body(JsonNode arguments) {
    return arguments.path("body").asText().getBytes(StandardCharsets.UTF_8);
  }

  private ToolResult untilBrokenOff() {
    waiting.countDown();
    try {
      new CountDownLatch(1).await();
      return ok(new ToolResult.Data.Text("never"));
    } catch (InterruptedException e) {
      brokenOff.complete(Thread.currentThread());
      Thread.currentThread().interrupt();
      throw new IllegalStateException("as a database does whose connection is cut", e);
    }
  }

  private ToolResult meet() {
    try {
      meeting.await(MEETING_SECONDS, TimeUnit.SECONDS);
      return ok(new ToolResult.Data.Text("met"));
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      return new ToolResult.Failed(ToolError.of("alone", "nobody came"));
    }
  }

  private static ToolResult ok(ToolResult.Data data) {
    return new ToolResult.Ok(data, new ToolResult.Http(200, Map.of("x-trial", "yes")));
  }
}
