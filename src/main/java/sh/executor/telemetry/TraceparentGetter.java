package sh.executor.telemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the text of a {@code traceparent} as if it were the header of that name. */
final class TraceparentGetter implements TextMapGetter<String> {

  private static final String NAME = "traceparent";

  @Override
  public Iterable<String> keys(String carrier) {
    return List.of(NAME);
  }

  @Override
  public @Nullable String get(@Nullable String carrier, String key) {
    return key.equals(NAME) ? carrier : null;
  }
}
