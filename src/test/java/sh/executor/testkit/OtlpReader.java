package sh.executor.testkit;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Reads spans from the bytes of an {@code ExportTraceServiceRequest}, by the numbers of its fields.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-proto/blob/v1.5.0/opentelemetry/proto/trace/v1/trace.proto">
 *     trace.proto</a>
 */
final class OtlpReader {

  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;

  private OtlpReader() {}

  static List<OtlpSpan> spans(byte[] request) {
    List<OtlpSpan> spans = new ArrayList<>();
    for (byte[] resource : messages(request, RESOURCE_SPANS)) {
      for (byte[] scope : messages(resource, SCOPE_SPANS)) {
        messages(scope, SPANS).forEach(span -> spans.add(span(span)));
      }
    }
    return spans;
  }

  private static OtlpSpan span(byte[] span) {
    Map<String, Object> attributes = new HashMap<>();
    messages(span, 9).forEach(attribute -> attribute(attribute, attributes));
    return new OtlpSpan(
        hex(messages(span, 1)),
        hex(messages(span, 2)),
        hex(messages(span, 4)),
        new String(messages(span, 5).getFirst(), StandardCharsets.UTF_8),
        Map.copyOf(attributes),
        messages(span, 13).stream()
            .map(link -> new OtlpSpan.Link(hex(messages(link, 1)), hex(messages(link, 2))))
            .toList());
  }

  private static void attribute(byte[] keyValue, Map<String, Object> attributes) {
    String key = new String(messages(keyValue, 1).getFirst(), StandardCharsets.UTF_8);
    for (byte[] value : messages(keyValue, 2)) {
      read(
          value,
          (field, in) -> {
            switch (field) {
              case 1 -> attributes.put(key, in.readString());
              case 2 -> attributes.put(key, in.readBool());
              case 3 -> attributes.put(key, in.readInt64());
              case 4 -> attributes.put(key, in.readDouble());
              default -> {
                return false;
              }
            }
            return true;
          });
    }
  }

  private static List<byte[]> messages(byte[] bytes, int wanted) {
    List<byte[]> found = new ArrayList<>();
    read(
        bytes,
        (field, in) -> {
          if (field != wanted) {
            return false;
          }
          found.add(in.readByteArray());
          return true;
        });
    return found;
  }

  private static void read(byte[] message, Field visitor) {
    CodedInputStream in = CodedInputStream.newInstance(message);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        if (!visitor.read(field, in)) {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("read an export", e);
    }
  }

  /** The only value of a field in hexadecimal digits; none for none. */
  private static String hex(List<byte[]> values) {
    return values.isEmpty() ? "" : HexFormat.of().formatHex(values.getFirst());
  }

  /** Reads a field, or says that it is not wanted. */
  @FunctionalInterface
  private interface Field {
    boolean read(int number, CodedInputStream in) throws IOException;
  }
}
