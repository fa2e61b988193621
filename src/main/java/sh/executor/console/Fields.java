package sh.executor.console;

import static sh.executor.console.Html.all;
import static sh.executor.console.Html.el;
import static sh.executor.console.Html.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields a person fills in, made of the JSON Schema they are asked by: a flat object of
 * strings, numbers, booleans and choices. What browsers check is for the person's convenience; the
 * answer is checked where it counts.
 *
 * @param idPrefix of the ids of elements, which are one page's
 * @param filledIn what the person has filled in before, if it did not fit; null for nothing
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation">MCP
 *     2025-11-25, Elicitation</a>
 */
record Fields(ObjectNode schema, String idPrefix, @Nullable Visit filledIn) {

  private static final Map<String, String> FORMATS =
      Map.of("email", "email", "uri", "url", "date", "date");

  /**
   * The name of a field: by place, as names of properties may differ in case alone, which those of
   * fields may not.
   */
  static String name(int place) {
    return "f." + place;
  }

  /** All fields, each with its label and its hint. */
  Html inputs() {
    List<Html> inputs = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      int place = inputs.size();
      inputs.add(
          input(
              new Field(
                  name(place),
                  idPrefix + '-' + place,
                  property.getValue().path("title").asText(property.getKey()),
                  isRequired(property.getKey()),
                  property.getValue())));
    }
    return all(inputs);
  }

  private boolean isRequired(String property) {
    for (JsonNode required : schema.path("required")) {
      if (required.asText().equals(property)) {
        return true;
      }
    }
    return false;
  }

  /** One field, and the part of the schema it is for. */
  private record Field(String name, String id, String label, boolean required, JsonNode property) {

    String type() {
      return property.path("type").asText();
    }

    Html.Element control(String element) {
      Html.Element control = el(element).with("id", id).with("name", name);
      return property.has("description") ? control.with("aria-describedby", id + "-hint") : control;
    }

    Html hint() {
      return property.has("description")
          ? el("span", property.path("description").asText())
              .with("id", id + "-hint")
              .with("class", "hint")
          : Html.nothing();
    }
  }

  private Html input(Field field) {
    List<Choice> choices = Choice.of(field.property());
    return switch (field.type()) {
      case "array" -> several(field);
      case "boolean" -> box(field);
      case "number", "integer" -> labelled(field, number(field));
      default -> labelled(field, choices.isEmpty() ? line(field) : one(field, choices));
    };
  }

  private static Html labelled(Field field, Html control) {
    String shown = field.required() ? field.label() : field.label() + " (optional)";
    return el("p", el("label", shown).with("for", field.id()), control, field.hint());
  }

  private Html line(Field field) {
    String type = FORMATS.getOrDefault(field.property().path("format").asText(), "text");
    Html.Element input =
        field
            .control("input")
            .with("type", type)
            .with("value", value(field))
            .flag("required", field.required());
    return limit(
        limit(input, "minlength", field.property().path("minLength")),
        "maxlength",
        field.property().path("maxLength"));
  }

  private Html number(Field field) {
    Html.Element input =
        field
            .control("input")
            .with("type", "number")
            .with("step", field.type().equals("integer") ? "1" : "any")
            .with("value", value(field))
            .flag("required", field.required());
    return limit(
        limit(input, "min", field.property().path("minimum")),
        "max",
        field.property().path("maximum"));
  }

  private static Html.Element limit(Html.Element input, String attribute, JsonNode value) {
    return value.isNumber() ? input.with(attribute, value.asText()) : input;
  }

  private Html box(Field field) {
    Html.Element box =
        field
            .control("input")
            .with("type", "checkbox")
            .with("value", "true")
            .flag("checked", value(field).equals("true"));
    return el(
        "p", box, text(" "), el("label", field.label()).with("for", field.id()), field.hint());
  }

  private Html one(Field field, List<Choice> choices) {
    Html.Element select =
        field
            .control("select")
            .flag("required", field.required())
            .add(el("option", "").with("value", ""));
    for (Choice choice : choices) {
      select =
          select.add(
              el("option", choice.label())
                  .with("value", choice.value())
                  .flag("selected", choice.value().equals(value(field))));
    }
    return select;
  }

  private Html several(Field field) {
    Html.Element group = el("fieldset", el("legend", field.label()), field.hint());
    int number = 0;
    for (Choice choice : Choice.of(field.property().path("items"))) {
      String id = field.id() + '-' + number++;
      Html box =
          el("input")
              .with("type", "checkbox")
              .with("id", id)
              .with("name", field.name())
              .with("value", choice.value())
              .flag("checked", isChosen(field, choice));
      group = group.add(el("p", box, text(" "), el("label", choice.label()).with("for", id)));
    }
    return group;
  }

  private boolean isChosen(Field field, Choice choice) {
    return filledIn != null && filledIn.fields(field.name()).contains(choice.value());
  }

  private String value(Field field) {
    return filledIn == null
        ? field.property().path("default").asText("")
        : filledIn.field(field.name());
  }

  /**
   * One of several values.
   *
   * @param label for people
   */
  private record Choice(String value, String label) {

    /** The values a property may have; none when it may have any. */
    static List<Choice> of(JsonNode property) {
      List<Choice> choices = new ArrayList<>();
      JsonNode names = property.path("enumNames");
      for (JsonNode value : property.path("enum")) {
        String label = names.path(choices.size()).asText(value.asText());
        choices.add(new Choice(value.asText(), label));
      }
      for (String titled : List.of("oneOf", "anyOf")) {
        for (JsonNode one : property.path(titled)) {
          String value = one.path("const").asText();
          choices.add(new Choice(value, one.path("title").asText(value)));
        }
      }
      return choices;
    }
  }
}
