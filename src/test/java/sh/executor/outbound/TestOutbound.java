package sh.executor.outbound;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import sh.executor.telemetry.TestAlarms;
import sh.executor.telemetry.TestTraces;

/** The way out as tests use it: with this machine open to it unless a test says otherwise. */
public final class TestOutbound implements AutoCloseable {

  private static final String PREFIX = "executor.outbound.";

  private final Vertx vertx = Vertx.vertx();
  private final Outbound outbound;

  private TestOutbound(Outside outside) {
    OutboundConfig config = config(outside.settings());
    this.outbound =
        new Outbound(
            config,
            TestTraces.by(outside.tracer()),
            System::nanoTime,
            new Lookups(outside.resolver(), System::nanoTime),
            new Wire(vertx, config, TestAlarms.SHARED, outside.adjust()));
  }

  /** With the local network open. */
  public static TestOutbound local() {
    return new TestOutbound(Outside.local());
  }

  /** Likewise, with settings of its own; keys without their prefix. */
  public static TestOutbound local(Map<String, String> settings) {
    return new TestOutbound(Outside.local().with(settings));
  }

  static TestOutbound of(Outside outside) {
    return new TestOutbound(outside);
  }

  /** The way out. */
  public Outbound outbound() {
    return outbound;
  }

  OutboundResult send(OutboundRequest request) {
    return outbound.send(request);
  }

  @Override
  public void close() {
    outbound.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** The configuration these settings give; keys without their prefix. */
  static OutboundConfig config(Map<String, String> settings) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(OutboundConfig.class);
    settings.forEach((key, value) -> builder.withDefaultValue(PREFIX + key, value));
    return builder.build().getConfigMapping(OutboundConfig.class);
  }

  /** What a way out meets: settings, names, trust and traces. */
  record Outside(
      Map<String, String> settings,
      Resolver resolver,
      UnaryOperator<HttpClientOptions> adjust,
      Tracer tracer) {

    static Outside local() {
      return closed().with(Map.of("allow-local-network", "true"));
    }

    static Outside closed() {
      return new Outside(
          Map.of(),
          InetAddress::getAllByName,
          options -> options,
          OpenTelemetry.noop().getTracer("test"));
    }

    Outside with(Map<String, String> more) {
      Map<String, String> all = new HashMap<>(settings);
      all.putAll(more);
      return new Outside(Map.copyOf(all), resolver, adjust, tracer);
    }

    Outside resolving(Resolver other) {
      return new Outside(settings, other, adjust, tracer);
    }

    Outside adjusting(UnaryOperator<HttpClientOptions> other) {
      return new Outside(settings, resolver, other, tracer);
    }

    Outside tracing(Tracer other) {
      return new Outside(settings, resolver, adjust, other);
    }
  }
}
