package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.SandboxSnapshot;
import sh.executor.sandbox.ToolCall;

/**
 * All that is needed to go on with a run elsewhere: its sandbox, the calls that are open, and what
 * it has put out. As bytes it is the length of a JSON object, four bytes, the object, and the
 * sandbox's snapshot.
 *
 * @param sandbox null when the script has ended and only calls are left to be made
 * @param ending how it ended, as {@link Outcomes} writes it; null when it has not
 * @param open calls whose answers the sandbox does not have, by number
 * @param ranMillis how long the run was driven so far
 */
record Envelope(
    @Nullable SandboxSnapshot sandbox,
    @Nullable ObjectNode ending,
    List<ToolCall> open,
    RunLog log,
    long ranMillis) {

  private static final int LENGTH_BYTES = 4;

  /** The engine that can go on with it; null when none is needed. */
  @Nullable String engine() {
    return sandbox == null ? null : sandbox.engine();
  }

  byte[] bytes() {
    ObjectNode json = Trees.object().put("ranMillis", ranMillis);
    ArrayNode calls = json.putArray("open");
    for (ToolCall call : open) {
      calls
          .addObject()
          .put("id", call.id())
          .put("path", call.path())
          .put("argument", new String(call.argumentJson(), StandardCharsets.UTF_8));
    }
    if (ending != null) {
      json.set("ending", ending);
    }
    log.write(json.putObject("log"));
    byte[] head = Trees.bytes(json);
    byte[] body = sandbox == null ? new byte[0] : sandbox.toBytes();
    return ByteBuffer.allocate(LENGTH_BYTES + head.length + body.length)
        .putInt(head.length)
        .put(head)
        .put(body)
        .array();
  }

  static Envelope read(byte[] bytes) {
    int end = LENGTH_BYTES + ByteBuffer.wrap(bytes).getInt();
    ObjectNode json = (ObjectNode) Trees.read(Arrays.copyOfRange(bytes, LENGTH_BYTES, end));
    List<ToolCall> open = new ArrayList<>();
    for (JsonNode call : json.path("open")) {
      open.add(
          new ToolCall(
              call.path("id").intValue(),
              call.path("path").asText(),
              call.path("argument").asText().getBytes(StandardCharsets.UTF_8)));
    }
    return new Envelope(
        end == bytes.length
            ? null
            : SandboxSnapshot.parse(Arrays.copyOfRange(bytes, end, bytes.length)),
        json.get("ending") instanceof ObjectNode ending ? ending : null,
        open,
        RunLog.read((ObjectNode) json.path("log")),
        json.path("ranMillis").longValue());
  }
}
