package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import sh.executor.openapi.binding.Parameter;
import sh.executor.openapi.binding.Parameter.Style;
import sh.executor.openapi.document.Json;

/**
 * The styles of RFC 6570 that make one piece of text of a value: {@code simple} for path and
 * header, {@code label} and {@code matrix} for the path.
 */
final class SimpleStyles {

  private SimpleStyles() {}

  /**
   * {@code value} as the parameter's style writes it.
   *
   * @param encode what is done to each name and value
   */
  static String write(Parameter parameter, JsonNode value, UnaryOperator<String> encode) {
    if (parameter.json()) {
      return prefix(parameter, encode) + encode.apply(Json.text(value));
    }
    if (value.isArray()) {
      return array(parameter, value, encode);
    }
    if (value.isObject()) {
      return object(parameter, value, encode);
    }
    return prefix(parameter, encode) + encode.apply(value.asText());
  }

  private static String array(Parameter parameter, JsonNode value, UnaryOperator<String> encode) {
    List<String> elements = Values.elements(value).stream().map(encode).toList();
    boolean explode = parameter.explode();
    return switch (parameter.style()) {
      case LABEL -> '.' + String.join(explode ? "." : ",", elements);
      case MATRIX ->
          explode
              ? String.join(
                  "",
                  elements.stream().map(element -> prefix(parameter, encode) + element).toList())
              : prefix(parameter, encode) + String.join(",", elements);
      default -> String.join(",", elements);
    };
  }

  private static String object(Parameter parameter, JsonNode value, UnaryOperator<String> encode) {
    String between = parameter.explode() ? "=" : ",";
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, String> member : Values.members(value)) {
      pairs.add(encode.apply(member.getKey()) + between + encode.apply(member.getValue()));
    }
    if (parameter.style() == Style.LABEL) {
      return '.' + String.join(parameter.explode() ? "." : ",", pairs);
    }
    if (parameter.style() == Style.MATRIX) {
      return parameter.explode()
          ? ';' + String.join(";", pairs)
          : prefix(parameter, encode) + String.join(",", pairs);
    }
    return String.join(",", pairs);
  }

  private static String prefix(Parameter parameter, UnaryOperator<String> encode) {
    return switch (parameter.style()) {
      case LABEL -> ".";
      case MATRIX -> ';' + encode.apply(parameter.name()) + '=';
      default -> "";
    };
  }
}
