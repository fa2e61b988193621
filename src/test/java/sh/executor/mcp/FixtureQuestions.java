package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import sh.executor.testkit.StatelessMcp;

/** Tools that want something of their client, in the one way that both eras have. */
@Singleton
@IfBuildProperty(name = Conformance.FIXTURES, stringValue = "true")
final class FixtureQuestions {

  private static final String NAME =
      "{'type':'object','properties':{'name':{'type':'string'}},'required':['name']}";
  private static final String COLOR =
      "{'type':'object','properties':{'color':{'type':'string'}},'required':['color']}";
  private static final String OK =
      "{'type':'object','properties':{'ok':{'type':'boolean'}},'required':['ok']}";
  private static final String ACCOUNT =
      "{'type':'object','properties':{'username':{'type':'string'},'email':{'type':'string'}},'required':['username','email']}";
  private static final String DEFAULTS =
      "{'type':'object','properties':{'name':{'type':'string','default':'John Doe'},'age':{'type':'integer','default':30},'score':{'type':'number','default':95.5},'status':{'type':'string','enum':['active','inactive','pending'],'default':'active'},'verified':{'type':'boolean','default':true}}}";
  private static final String ENUMS =
      "{'type':'object','properties':{'untitledSingle':{'type':'string','enum':['option1','option2','option3']},'titledSingle':{'type':'string','oneOf':[{'const':'value1','title':'First Option'},{'const':'value2','title':'Second Option'},{'const':'value3','title':'Third Option'}]},'legacyEnum':{'type':'string','enum':['opt1','opt2','opt3'],'enumNames':['Option One','Option Two','Option Three']},'untitledMulti':{'type':'array','items':{'type':'string','enum':['option1','option2','option3']}},'titledMulti':{'type':'array','items':{'anyOf':[{'const':'value1','title':'First Choice'},{'const':'value2','title':'Second Choice'},{'const':'value3','title':'Third Choice'}]}}}}";

  @Produces
  @Singleton
  McpTool sampling() {
    return FixtureTool.of(
        "test_sampling",
        "{'type':'object','properties':{'prompt':{'type':'string'}},'required':['prompt']}",
        (arguments, asking) ->
            asked(
                asking,
                Map.of("answer", prompt(arguments.path("prompt").asText())),
                answers -> "LLM response: " + answers.get("answer")));
  }

  @Produces
  @Singleton
  McpTool elicitation() {
    return FixtureTool.of(
        "test_elicitation",
        "{'type':'object','properties':{'message':{'type':'string'}},'required':['message']}",
        (arguments, asking) -> form(asking, arguments.path("message").asText(), ACCOUNT));
  }

  @Produces
  @Singleton
  McpTool defaults() {
    return FixtureTool.of(
        "test_elicitation_sep1034_defaults",
        (arguments, asking) -> form(asking, "Who are you?", DEFAULTS));
  }

  @Produces
  @Singleton
  McpTool enums() {
    return FixtureTool.of(
        "test_elicitation_sep1330_enums",
        (arguments, asking) -> form(asking, "What will it be?", ENUMS));
  }

  @Produces
  @Singleton
  McpTool streaming() {
    return FixtureTool.of(
        "test_streaming_elicitation",
        (arguments, asking) -> form(asking, "What will it be?", NAME));
  }

  @Produces
  @Singleton
  McpTool missing() {
    return new FixtureTool(
        "test_missing_capability",
        "{'type':'object'}",
        Set.of("sampling"),
        (arguments, asking) -> ToolResults.text("sampled"));
  }

  @Produces
  @Singleton
  McpTool name() {
    return round(
        "test_input_required_result_elicitation",
        Map.of("user_name", elicit("What is your name?", NAME)));
  }

  @Produces
  @Singleton
  McpTool capital() {
    return round(
        "test_input_required_result_sampling",
        Map.of("capital_question", prompt("What is the capital of France?")));
  }

  @Produces
  @Singleton
  McpTool roots() {
    return round("test_input_required_result_list_roots", Map.of("client_roots", Wish.roots()));
  }

  @Produces
  @Singleton
  McpTool state() {
    return round(
        "test_input_required_result_request_state",
        Map.of("confirm", elicit("Please confirm", OK)));
  }

  @Produces
  @Singleton
  McpTool tampered() {
    return round(
        "test_input_required_result_tampered_state",
        Map.of("confirm", elicit("Please confirm", OK)));
  }

  @Produces
  @Singleton
  McpTool several() {
    return round(
        "test_input_required_result_multiple_inputs",
        Map.of(
            "user_name", elicit("What is your name?", NAME),
            "greeting", prompt("Generate a greeting"),
            "client_roots", Wish.roots()));
  }

  @Produces
  @Singleton
  McpTool rounds() {
    return FixtureTool.of(
        "test_input_required_result_multi_round",
        (arguments, asking) -> {
          Heard first = asking.inquire(Map.of("step1", elicit("Step 1: What is your name?", NAME)));
          return first instanceof Heard.Answers
              ? asked(
                  asking,
                  Map.of("step2", elicit("Step 2: What is your favorite color?", COLOR)),
                  Object::toString)
              : result(first, Object::toString);
        });
  }

  @Produces
  @Singleton
  McpTool capabilities() {
    return FixtureTool.of(
        "test_input_required_result_capabilities",
        (arguments, asking) -> {
          Map<String, Wish> wishes = new LinkedHashMap<>();
          if (asking.line().declares("elicitation")) {
            wishes.put("user_name", elicit("What is your name?", NAME));
          }
          if (asking.line().declares("sampling")) {
            wishes.put("greeting", prompt("Generate a greeting"));
          }
          return asked(asking, wishes, Object::toString);
        });
  }

  private static McpTool round(String name, Map<String, Wish> wishes) {
    return FixtureTool.of(
        name, (arguments, asking) -> asked(asking, wishes, answers -> "state-ok " + answers));
  }

  private static ObjectNode form(Asking asking, String message, String schema)
      throws InterruptedException {
    return asked(
        asking,
        Map.of("answer", elicit(message, schema)),
        answers -> "Elicitation completed: " + answers.get("answer"));
  }

  static Wish elicit(String message, String schema) {
    return Wish.elicitation(message, (ObjectNode) StatelessMcp.tree(schema));
  }

  private static Wish prompt(String text) {
    ObjectNode params =
        (ObjectNode)
            StatelessMcp.tree(
                "{'messages':[{'role':'user','content':{'type':'text'}}],'maxTokens':100}");
    params.withObject("/messages/0/content").put("text", text);
    return Wish.sampling(params);
  }

  private static ObjectNode asked(
      Asking asking, Map<String, Wish> wishes, Function<Map<String, ObjectNode>, String> say)
      throws InterruptedException {
    return result(asking.inquire(wishes), say);
  }

  private static ObjectNode result(Heard heard, Function<Map<String, ObjectNode>, String> say) {
    return switch (heard) {
      case Heard.Answers(Map<String, ObjectNode> answers) -> ToolResults.text(say.apply(answers));
      case Heard.Later(ObjectNode result) -> result;
      case Heard.Refused(RpcError error) -> ToolResults.error(error.message());
    };
  }
}
