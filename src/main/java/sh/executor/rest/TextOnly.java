package sh.executor.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import sh.executor.kernel.Text;

/** Passes on what a parser reads; a string that is no {@link Text} is a problem that says where. */
final class TextOnly extends JsonParserDelegate {

  TextOnly(JsonParser parser) {
    super(parser);
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    if (token == JsonToken.VALUE_STRING && !Text.is(value())) {
      throw InvalidBody.notText(path());
    }
    if (token == JsonToken.FIELD_NAME && !Text.is(currentName())) {
      throw InvalidBody.notText(path());
    }
    return token;
  }

  private CharBuffer value() throws IOException {
    return CharBuffer.wrap(getTextCharacters(), getTextOffset(), getTextLength());
  }

  /** The names and indexes that lead to the present value; the name of a member ends at it. */
  private List<Object> path() {
    Deque<Object> path = new ArrayDeque<>();
    for (JsonStreamContext at = getParsingContext(); at != null; at = at.getParent()) {
      if (at.inArray()) {
        path.addFirst(at.getCurrentIndex());
      } else if (at.getCurrentName() != null && Text.is(at.getCurrentName())) {
        path.addFirst(at.getCurrentName());
      }
    }
    return List.copyOf(path);
  }
}
