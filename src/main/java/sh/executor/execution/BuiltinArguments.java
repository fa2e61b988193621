package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The argument of a {@link Builtins} path, read with complaints that say what would be right. */
final class BuiltinArguments {

  private static final int LIMIT_DEFAULT = 12;
  private static final int LIMIT_MAX = 200;

  private final String path;
  private final ObjectNode given;

  private BuiltinArguments(String path, ObjectNode given) {
    this.path = path;
    this.given = given;
  }

  /** The argument, which must be there. */
  static BuiltinArguments required(String path, JsonNode argument) {
    if (argument instanceof ObjectNode object) {
      return new BuiltinArguments(path, object);
    }
    throw new BadArgument("tools." + path + " takes an object, such as " + example(path));
  }

  /** The argument, or one without members. */
  static BuiltinArguments optional(String path, JsonNode argument) {
    return argument.isMissingNode()
        ? new BuiltinArguments(path, JsonNodeFactory.instance.objectNode())
        : required(path, argument);
  }

  /** A text; empty when there is none. */
  String text(String name) {
    JsonNode value = given.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw bad(name + " must be a string");
    }
    return value.textValue();
  }

  /** A text that must be there. */
  String requiredText(String name) {
    String value = text(name);
    if (value.isBlank()) {
      throw bad(name + " must be a non-empty string");
    }
    return value;
  }

  /** How many items at most; more than the house gives at once means as many as it gives. */
  int limit() {
    double limit = number("limit", LIMIT_DEFAULT);
    if (limit < 1) {
      throw bad("limit must be a number greater than 0");
    }
    return (int) Math.min(limit, LIMIT_MAX);
  }

  /** How many items to skip. */
  int offset() {
    double offset = number("offset", 0);
    if (offset < 0) {
      throw bad("offset must be a number of at least 0");
    }
    return (int) Math.min(offset, Integer.MAX_VALUE);
  }

  /** Complains about a member that used to be understood elsewhere. */
  void refuse(String name) {
    if (given.has(name)) {
      throw bad("there is no argument " + name);
    }
  }

  private double number(String name, int absent) {
    JsonNode value = given.path(name);
    if (value.isMissingNode()) {
      return absent;
    }
    // JSON has no infinity and no NaN: a script's become null.
    if (!value.isNumber()) {
      throw bad(name + " must be a finite number");
    }
    return value.doubleValue();
  }

  private BadArgument bad(String complaint) {
    return new BadArgument("tools." + path + ": " + complaint);
  }

  private static String example(String path) {
    return path.equals(Builtins.DESCRIBE)
        ? "{ path: \"<integration>.<owner>.<connection>.<tool>\" }"
        : "{ query: \"list issues\" }";
  }

  /** An argument that makes no sense; the message is for the script. */
  static final class BadArgument extends RuntimeException {

    BadArgument(String message) {
      super(message, null, false, false);
    }
  }
}
