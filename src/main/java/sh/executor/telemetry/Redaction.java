package sh.executor.telemetry;

import io.sentry.Breadcrumb;
import io.sentry.SentryEvent;
import io.sentry.protocol.Message;
import io.sentry.protocol.SentryException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks what looks like a credential in text that leaves for a report. A second line of defence:
 * nothing of the kind should have been logged.
 */
final class Redaction {

  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "(?i)(bearer|basic)\\s+[a-z0-9._~+/=-]{8,}"
              + "|(password|passwd|secret|token|api[_-]?key|authorization)(\"?\\s*[=:]\\s*\"?)((bearer|basic)\\s+)?[^\\s\"&,;]+"
              + "|://[^/\\s:@]+:[^/\\s@]+@"
              + "|\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*"
              + "|\\b[\\w-]{40,}\\b");

  private Redaction() {}

  static SentryEvent of(SentryEvent event) {
    Message message = event.getMessage();
    if (message != null) {
      message.setMessage(of(message.getMessage()));
      message.setFormatted(of(message.getFormatted()));
      message.setParams(null);
    }
    List<SentryException> exceptions = event.getExceptions();
    if (exceptions != null) {
      exceptions.forEach(exception -> exception.setValue(of(exception.getValue())));
    }
    List<Breadcrumb> breadcrumbs = event.getBreadcrumbs();
    if (breadcrumbs != null) {
      breadcrumbs.forEach(breadcrumb -> breadcrumb.setMessage(of(breadcrumb.getMessage())));
    }
    return event;
  }

  static @Nullable String of(@Nullable String text) {
    return text == null ? null : CREDENTIAL.matcher(text).replaceAll("***");
  }
}
