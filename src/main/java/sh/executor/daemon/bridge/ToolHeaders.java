package sh.executor.daemon.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which arguments of which tools go into headers as well, {@code Mcp-Param-*}, as the tools'
 * schemas ask for it: read out of the lists that pass by. Most servers mark none, and then next to
 * nothing is done here.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#custom-headers-from-tool-parameters">MCP
 *     2026-07-28, Custom Headers from Tool Parameters</a>
 */
final class ToolHeaders {

  private static final String MARK = "x-mcp-header";
  private static final String PREFIX = "Mcp-Param-";
  private static final int TOOLS_MAX = 10_000;
  private static final int MARKS_MAX = 32;
  private static final int DEPTH_MAX = 16;
  private static final int MISMATCH = -32_020;

  /** What the name of a header is made of (RFC 9110, 5.6.2). */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]{1,64}");

  private final Map<String, List<Mark>> tools = new ConcurrentHashMap<>();

  /** The argument at {@code path} goes into this header. */
  private record Mark(List<String> path, String header) {}

  /** For what only few requests need: it takes long to load. */
  private static final class Trees {
    private static final ObjectMapper JSON = new ObjectMapper();
  }

  /** Looks at the answer to a {@code tools/list}. */
  void listed(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    if (!text.contains(MARK) && tools.isEmpty()) {
      return;
    }
    for (JsonNode tool : tree(answer).path("result").path("tools")) {
      String name = tool.path("name").asText();
      List<Mark> marks = new ArrayList<>();
      boolean valid = marked(tool.path("inputSchema"), List.of(), marks) && distinct(marks);
      if (!valid || marks.isEmpty()) {
        tools.remove(name);
      } else if (tools.size() < TOOLS_MAX) {
        tools.put(name, List.copyOf(marks));
      }
    }
  }

  /** Only what hangs below {@code properties} can be marked; false when a mark is no header. */
  private static boolean marked(JsonNode schema, List<String> path, List<Mark> marks) {
    if (path.size() == DEPTH_MAX) {
      return true;
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      List<String> below = new ArrayList<>(path);
      below.add(property.getKey());
      JsonNode mark = property.getValue().path(MARK);
      if (mark.isMissingNode()) {
        if (!marked(property.getValue(), below, marks)) {
          return false;
        }
      } else if (!mark.isTextual()
          || !TOKEN.matcher(mark.textValue()).matches()
          || marks.size() == MARKS_MAX) {
        return false;
      } else {
        marks.add(new Mark(below, PREFIX + mark.textValue()));
      }
    }
    return true;
  }

  private static boolean distinct(List<Mark> marks) {
    Set<String> names = new HashSet<>();
    return marks.stream().allMatch(mark -> names.add(mark.header().toLowerCase(Locale.ROOT)));
  }

  /** The headers of a call, by their names, with what is in them as it is. */
  Map<String, String> of(Message message) {
    String name = message.name();
    if (name == null || !isCall(message)) {
      return Map.of();
    }
    List<Mark> marks = tools.getOrDefault(name, List.of());
    if (marks.isEmpty()) {
      return Map.of();
    }
    JsonNode arguments = tree(message.bytes()).path("params").path("arguments");
    Map<String, String> headers = new LinkedHashMap<>();
    for (Mark mark : marks) {
      JsonNode value = arguments;
      for (String member : mark.path()) {
        value = value.path(member);
      }
      if (value.isValueNode() && !value.isNull()) {
        headers.put(mark.header(), value.asText());
      }
    }
    return headers;
  }

  /** Whether a call was refused for its headers: what a tool marks is not known, or is old. */
  static boolean isMismatch(Message message, int status, byte[] refusal) {
    return status == 400
        && isCall(message)
        && tree(refusal).path("error").path("code").asInt() == MISMATCH;
  }

  private static boolean isCall(Message message) {
    return message.isStateless()
        && message.kind() == Message.Kind.REQUEST
        && "tools/call".equals(message.method());
  }

  /**
   * A request for the tools, by who sent {@code call}.
   *
   * @param cursor where to go on; null for the beginning
   */
  static Message list(Message call, @Nullable String cursor) {
    ObjectNode request = Trees.JSON.createObjectNode();
    request.put("jsonrpc", "2.0").put("id", "tools-of-bridge").put("method", "tools/list");
    ObjectNode parameters = request.putObject("params");
    if (cursor != null) {
      parameters.put("cursor", cursor);
    }
    JsonNode meta = tree(call.bytes()).path("params").path("_meta");
    if (meta instanceof ObjectNode object) {
      // Of its progress nobody has asked to be told.
      object.remove("progressToken");
      parameters.set("_meta", object);
    }
    return Message.of(request.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Where a list that goes on does; null where it does not. */
  static @Nullable String next(byte[] answer) {
    return tree(answer).path("result").path("nextCursor").textValue();
  }

  private static JsonNode tree(byte[] json) {
    try {
      JsonNode tree = Trees.JSON.readTree(json);
      return tree == null ? Trees.JSON.missingNode() : tree;
    } catch (IOException e) {
      return Trees.JSON.missingNode();
    }
  }
}
