package sh.executor.sandbox;

/** The answer to a {@link ToolCall}. */
public sealed interface Delivery {

  /** The {@link ToolCall#id} it answers. */
  int callId();

  /**
   * The call returns a value.
   *
   * @param json the value as JSON in UTF-8
   */
  record Returned(int callId, byte[] json) implements Delivery {}

  /**
   * The call returns an envelope around a body that nobody has parsed: the script sees the head
   * with the body as {@code data}, in the place of the member of that name or else as the last. The
   * body is copied once and parsed once, in the sandbox.
   *
   * @param headJson a JSON object in UTF-8, such as <code>{"ok":true,"data":null,"http":{…}}</code>
   * @param body JSON in UTF-8, else text: then {@code data} is the text
   */
  record ReturnedBody(int callId, byte[] headJson, byte[] body) implements Delivery {}

  /**
   * The call throws.
   *
   * @param message of the error the script sees; safe to show
   */
  record Thrown(int callId, String message) implements Delivery {}
}
