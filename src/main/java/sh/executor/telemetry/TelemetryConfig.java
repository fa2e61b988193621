package sh.executor.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where logs, traces and errors go. */
@ConfigMapping(prefix = "executor.telemetry")
interface TelemetryConfig {

  /** How a log line is written. {@code EXECUTOR_LOG_FORMAT}. */
  @WithDefault("text")
  LogFormat logFormat();

  /** The share of traces that are kept, in {@code [0, 1]}. {@code EXECUTOR_TRACE_RATIO}. */
  @WithDefault("0.1")
  double traceRatio();

  /** Where errors are reported to; nowhere when absent. {@code SENTRY_DSN}. */
  Optional<String> sentryDsn();

  /** The name of this deployment in reports. {@code SENTRY_ENVIRONMENT}. */
  @WithDefault("production")
  String sentryEnvironment();

  /** Forms of a log line. */
  enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object a line, for machines. */
    JSON
  }
}
