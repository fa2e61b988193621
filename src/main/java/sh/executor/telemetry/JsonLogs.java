package sh.executor.telemetry;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.formatters.StructuredFormatter.ExceptionOutputType;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Writes the console's log as JSON when asked to. */
@Singleton
final class JsonLogs {

  private static final int BEFORE_ALL_OTHERS = 1;

  private final TelemetryConfig config;

  @Inject
  JsonLogs(TelemetryConfig config) {
    this.config = config;
  }

  void start(@Observes @Priority(BEFORE_ALL_OTHERS) Startup event) {
    if (config.logFormat() == TelemetryConfig.LogFormat.JSON) {
      JsonFormatter json = new JsonFormatter();
      json.setExceptionOutputType(ExceptionOutputType.FORMATTED);
      format(Logger.getLogger("").getHandlers(), json);
    }
  }

  /** Console handlers are wrapped by others, which hold records back until logging is set up. */
  private static void format(Handler[] handlers, Formatter formatter) {
    for (Handler handler : handlers) {
      if (handler instanceof ConsoleHandler) {
        handler.setFormatter(formatter);
      } else if (handler instanceof ExtHandler wrapper) {
        format(wrapper.getHandlers(), formatter);
      }
    }
  }
}
