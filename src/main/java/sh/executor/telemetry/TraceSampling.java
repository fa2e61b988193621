package sh.executor.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Which traces are kept: those whose client keeps them, and of the others the configured share. No
 * trace begins with a statement of SQL: what migrations and timers ask the database is nobody's
 * request.
 */
@Singleton
final class TraceSampling {

  @Produces
  @Singleton
  Sampler sampler(TelemetryConfig config) {
    double ratio = config.traceRatio();
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException(
          "EXECUTOR_TRACE_RATIO must be a number from 0 to 1 and is " + ratio + '.');
    }
    return Sampler.parentBased(new OfRequests(Sampler.traceIdRatioBased(ratio)));
  }

  private record OfRequests(Sampler requests) implements Sampler {

    private static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system");

    @Override
    public SamplingResult shouldSample(
        Context parent,
        String traceId,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      return attributes.get(DATABASE) == null
          ? requests.shouldSample(parent, traceId, name, kind, attributes, links)
          : SamplingResult.drop();
    }

    @Override
    public String getDescription() {
      return "OfRequests{" + requests.getDescription() + '}';
    }
  }
}
