package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.StatelessMcp;

/** What a server offers whose tools, prompts and resources use all there is. */
@QuarkusTest
@TestProfile(Conformance.class)
@QuarkusTestResource(PostgresResource.class)
class OfferedTest {

  private final String key = McpService.agentKey(Cast.assemble().owner().caller());
  private final StatelessMcp stateless = StatelessMcp.at(McpService.endpoint(), key);

  @ParameterizedTest
  @CsvSource({"debug, 3", "info, 3", "notice, 0", "'', 0"})
  void logMessagesComeFromTheLevelThatIsAskedFor(String level, int messages) {
    String json = level.isEmpty() ? "" : "'" + level + "'";

    Mcp.Answer answer =
        stateless
            .saying(ModernMeta.LOG_LEVEL, json)
            .ask("tools/call", "{'name':'test_logging_tool'}");

    assertThat(answer.messages()).hasSize(messages + 1);
  }

  @Test
  void whatIsNoLogLevelIsRefused() {
    Mcp.Answer answer =
        stateless.saying(ModernMeta.LOG_LEVEL, "'loud'").ask("server/discover", "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message().at("/error/code").asInt()).isEqualTo(-32602);
  }

  @Test
  void aToolThatNeedsWhatItsClientHasNotIsNotCalled() {
    String call = "{'name':'test_missing_capability'}";
    Mcp.Answer without = stateless.ask("tools/call", call);
    Mcp.Answer with = stateless.offering("{'sampling':{}}").ask("tools/call", call);

    assertThat(without.status()).isEqualTo(400);
    assertThat(without.message().at("/error/data/requiredCapabilities/sampling").isObject())
        .isTrue();
    assertThat(with.message().at("/result/isError").asBoolean()).isFalse();
  }

  @Test
  void whatIsOfferedIsAdvertisedInBothEras() {
    JsonNode discovered = stateless.result("server/discover", "{}").path("capabilities");
    JsonNode agreed =
        McpService.client().as(key).initialize("2025-11-25").message().at("/result/capabilities");

    for (String capability : new String[] {"prompts", "resources", "completions", "logging"}) {
      assertThat(discovered.path(capability).isObject()).isTrue();
      assertThat(agreed.path(capability).isObject()).isTrue();
    }
    assertThat(agreed.at("/resources/subscribe").asBoolean()).isTrue();
    assertThat(agreed.has("extensions")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompts/get | {'name':'nothing'}",
        "prompts/get | {'name':'test_prompt_with_arguments','arguments':{'arg1':'a'}}",
        "prompts/get | {'name':'test_simple_prompt','arguments':7}",
        "prompts/list | {'cursor':'x'}",
        "resources/read | {'uri':7}",
        "completion/complete | {'ref':7}",
      })
  void whatMakesNoSenseIsRefused(String method, String params) {
    JsonNode message = McpService.client().as(key).connect().request(method, params);

    assertThat(message.at("/error/code").asInt()).isEqualTo(-32602);
  }

  @Test
  void whatAClientSaidBeforeIsNotAskedAgain() {
    StatelessMcp client = stateless.offering("{'elicitation':{}}");
    String call = "{'name':'test_input_required_result_multi_round'%s}";
    JsonNode first = client.result("tools/call", call.formatted(""));
    JsonNode second =
        client.result(
            "tools/call",
            call.formatted(
                ",'requestState':'%s','inputResponses':{'step1':{'action':'accept'}}"
                    .formatted(first.path("requestState").asText())));
    JsonNode last =
        client.result(
            "tools/call",
            call.formatted(
                ",'requestState':'%s','inputResponses':{'step2':{'action':'accept'}}"
                    .formatted(second.path("requestState").asText())));

    assertThat(first.path("inputRequests").fieldNames().next()).isEqualTo("step1");
    assertThat(second.path("inputRequests").fieldNames().next()).isEqualTo("step2");
    assertThat(last.path("resultType").asText()).isEqualTo("complete");
  }
}
