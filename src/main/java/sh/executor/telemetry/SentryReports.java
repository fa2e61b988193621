package sh.executor.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.sentry.ITransportFactory;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryOptions;
import io.sentry.SpanId;
import io.sentry.jul.SentryHandler;
import io.sentry.protocol.SentryId;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reports errors to Sentry when a DSN is set: log records of level ERROR become events, with the
 * trace they belong to. Requests, users and host names are not sent. OpenTelemetry alone traces.
 */
@Singleton
final class SentryReports {

  private static final int FLUSH_MILLIS_MAX = 1_000;
  private static final int BREADCRUMBS_MAX = 50;

  private final TelemetryConfig config;
  private final Instance<ITransportFactory> transport;

  @Inject
  SentryReports(TelemetryConfig config, Instance<ITransportFactory> transport) {
    this.config = config;
    this.transport = transport;
  }

  void start(@Observes Startup event) {
    config.sentryDsn().ifPresent(this::report);
  }

  private void report(String dsn) {
    SentryOptions options = new SentryOptions();
    options.setDsn(dsn);
    options.setEnvironment(config.sentryEnvironment());
    options.setSendDefaultPii(false);
    options.setAttachServerName(false);
    options.setMaxBreadcrumbs(BREADCRUMBS_MAX);
    options.setShutdownTimeoutMillis(FLUSH_MILLIS_MAX);
    options.setBeforeSend((event, hint) -> traced(event));
    if (transport.isResolvable()) {
      options.setTransportFactory(transport.get());
    }
    Sentry.init(options);
    SentryHandler handler = new SentryHandler(options, false);
    handler.setLevel(Level.INFO);
    handler.setMinimumBreadcrumbLevel(Level.INFO);
    handler.setMinimumEventLevel(Level.SEVERE);
    Logger.getLogger("").addHandler(handler);
  }

  /** Called on the thread that logged. */
  private static SentryEvent traced(SentryEvent event) {
    LogContext.present().forEach((key, value) -> event.setTag(key.wire(), value));
    Span span = Span.current();
    SpanContext context = span.getSpanContext();
    if (context.isValid()) {
      event.setTag("otel_trace_id", context.getTraceId());
      event.setTag("otel_span_id", context.getSpanId());
      event
          .getContexts()
          .setTrace(
              new io.sentry.SpanContext(
                  new SentryId(context.getTraceId()),
                  new SpanId(context.getSpanId()),
                  "log",
                  null,
                  null));
      span.setAttribute("sentry.event_id", String.valueOf(event.getEventId()));
    }
    return Redaction.of(event);
  }

  void stop(@Observes Shutdown event) {
    Sentry.close();
  }
}
