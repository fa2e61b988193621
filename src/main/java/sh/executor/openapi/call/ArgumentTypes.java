package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import sh.executor.openapi.binding.Parameter;

/**
 * A quick look at whether a value can be of its parameter's type. Text that reads as a number or a
 * truth value passes, since that is what goes over the wire; all else is the API's to judge.
 */
final class ArgumentTypes {

  private static final String INTEGER = "-?\\d{1,40}";
  private static final String NUMBER = "-?\\d{1,40}(\\.\\d{1,40})?([eE][-+]?\\d{1,4})?";

  private ArgumentTypes() {}

  static void check(Parameter parameter, JsonNode value) {
    String type = parameter.type();
    if (type == null || parameter.json()) {
      return;
    }
    boolean fits =
        switch (type) {
          case "integer" -> value.isValueNode() && isInteger(value);
          case "number" -> value.isNumber() || value.asText().matches(NUMBER);
          case "boolean" -> value.isBoolean() || value.asText().matches("true|false");
          case "string" -> value.isValueNode();
          case "object" -> value.isObject();
          default -> true;
        };
    if (!fits) {
      throw new BadArguments(
          "`"
              + parameter.argument()
              + "` must be "
              + article(type)
              + type
              + ", but is "
              + described(value)
              + '.');
    }
  }

  private static boolean isInteger(JsonNode value) {
    return value.isNumber() ? value.canConvertToExactIntegral() : value.asText().matches(INTEGER);
  }

  private static String article(String type) {
    return type.equals("integer") || type.equals("object") ? "an " : "a ";
  }

  private static String described(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case BOOLEAN -> "a boolean";
      case NUMBER -> "the number " + value.asText();
      default -> "text";
    };
  }
}
