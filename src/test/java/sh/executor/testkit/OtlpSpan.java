package sh.executor.testkit;

import java.util.List;
import java.util.Map;

/**
 * A span as it was exported.
 *
 * @param traceId 32 lower-case hexadecimal digits
 * @param spanId 16 of them
 * @param parentSpanId likewise; empty for a root
 * @param attributes strings, booleans, longs and doubles by their names
 * @param links to spans that are neither above nor below it
 */
public record OtlpSpan(
    String traceId,
    String spanId,
    String parentSpanId,
    String name,
    Map<String, Object> attributes,
    List<Link> links) {

  /** The span at the other end of a link, by its ids. */
  public record Link(String traceId, String spanId) {}

  /** Whether it hangs right below {@code other}. */
  public boolean isChildOf(OtlpSpan other) {
    return traceId.equals(other.traceId) && parentSpanId.equals(other.spanId);
  }

  /** Whether it has one link, to {@code other}. */
  public boolean isLinkedTo(OtlpSpan other) {
    return links.equals(List.of(new Link(other.traceId, other.spanId)));
  }

  /** An attribute as text; empty when there is none. */
  public String text(String attribute) {
    return String.valueOf(attributes.getOrDefault(attribute, ""));
  }
}
