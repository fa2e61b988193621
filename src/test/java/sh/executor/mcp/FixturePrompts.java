package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import sh.executor.testkit.StatelessMcp;

/** The prompts the official suite expects. */
@Singleton
@IfBuildProperty(name = Conformance.FIXTURES, stringValue = "true")
final class FixturePrompts {

  private static final String TEXT = "{'messages':[{'role':'user','content':{'type':'text'}}]}";
  private static final String CONTEXT =
      "{'type':'object','properties':{'context':{'type':'string'}},'required':['context']}";

  /** What it does. */
  @FunctionalInterface
  interface Body {
    ObjectNode get(ObjectNode arguments, Asking asking) throws InterruptedException;
  }

  /**
   * A prompt.
   *
   * @param arguments JSON of them
   */
  private record Fixture(String name, String arguments, Body body) implements McpPrompt {

    @Override
    public ObjectNode definition(Asking asking) {
      ObjectNode prompt = Json.object().put("name", name).put("description", "For the suite.");
      prompt.set("arguments", StatelessMcp.tree(arguments));
      return prompt;
    }

    @Override
    public ObjectNode get(ObjectNode arguments, Asking asking) throws InterruptedException {
      return body.get(arguments, asking);
    }
  }

  @Produces
  @Singleton
  McpPrompt simple() {
    return new Fixture(
        "test_simple_prompt",
        "[]",
        (arguments, asking) -> saying("This is a simple prompt for testing."));
  }

  @Produces
  @Singleton
  McpPrompt arguments() {
    return new Fixture(
        "test_prompt_with_arguments",
        "[{'name':'arg1','required':true},{'name':'arg2','required':true}]",
        (given, asking) ->
            saying(
                "Prompt with arguments: arg1='%s', arg2='%s'"
                    .formatted(given.path("arg1").asText(), given.path("arg2").asText())));
  }

  @Produces
  @Singleton
  McpPrompt embedded() {
    return new Fixture(
        "test_prompt_with_embedded_resource",
        "[{'name':'resourceUri','required':true}]",
        (given, asking) ->
            tree(
                "{'messages':[{'role':'user','content':{'type':'resource','resource':{'uri':'%s','mimeType':'text/plain','text':'Embedded resource content for testing.'}}},{'role':'user','content':{'type':'text','text':'Please process the embedded resource above.'}}]}"
                    .formatted(given.path("resourceUri").asText())));
  }

  @Produces
  @Singleton
  McpPrompt image() {
    return new Fixture(
        "test_prompt_with_image",
        "[]",
        (given, asking) ->
            tree(
                "{'messages':[{'role':'user','content':{'type':'image','mimeType':'image/png','data':'%s'}},{'role':'user','content':{'type':'text','text':'Please analyze the image above.'}}]}"
                    .formatted(FixtureContents.PNG)));
  }

  @Produces
  @Singleton
  McpPrompt asking() {
    return new Fixture(
        "test_input_required_result_prompt",
        "[]",
        (given, asking) -> {
          Wish wish = FixtureQuestions.elicit("What context should the prompt use?", CONTEXT);
          return switch (asking.inquire(Map.of("user_context", wish))) {
            case Heard.Answers(Map<String, ObjectNode> answers) -> saying(answers.toString());
            case Heard.Later(ObjectNode result) -> result;
            case Heard.Refused(RpcError error) -> saying(error.message());
          };
        });
  }

  private static ObjectNode saying(String text) {
    ObjectNode result = tree(TEXT);
    result.withObject("/messages/0/content").put("text", text);
    return result;
  }

  private static ObjectNode tree(String json) {
    return (ObjectNode) StatelessMcp.tree(json);
  }
}
