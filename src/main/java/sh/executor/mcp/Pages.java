package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;

/** A long list by pages. A cursor is the place in the list where the next page begins. */
final class Pages {

  private static final int ITEMS_MAX = 200;
  private static final int DIGITS_MAX = 9;

  private Pages() {}

  /**
   * The page that {@code params} ask for.
   *
   * @param member what the items are called in the result
   */
  static Reply page(ObjectNode params, String member, List<ObjectNode> items) {
    OptionalInt from = from(params.path("cursor"));
    if (from.isEmpty() || from.getAsInt() > items.size()) {
      return Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: there is no such cursor");
    }
    int to = Math.min(items.size(), from.getAsInt() + ITEMS_MAX);
    ObjectNode result = Json.object();
    ArrayNode page = result.putArray(member);
    items.subList(from.getAsInt(), to).forEach(page::add);
    if (to < items.size()) {
      result.put("nextCursor", Integer.toString(to));
    }
    return new Reply.Result(result);
  }

  private static OptionalInt from(JsonNode cursor) {
    if (cursor.isMissingNode() || cursor.isNull()) {
      return OptionalInt.of(0);
    }
    String text = cursor.asText();
    return cursor.isTextual() && text.matches("[1-9]\\d{0," + (DIGITS_MAX - 1) + "}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
