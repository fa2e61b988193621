package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.StatelessMcp;

class RequestDigestTest {

  private static final String CALL = "{'name':'a','arguments':{'x':[1,{'p':1,'q':2}],'y':'z'}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'arguments':{'y':'z','x':[1,{'q':2,'p':1}]},'name':'a'}",
        "{'name':'a','arguments':{'x':[1,{'p':1,'q':2}],'y':'z'},'_meta':{'progressToken':1}}",
        "{'name':'a','arguments':{'x':[1,{'p':1,'q':2}],'y':'z'},'inputResponses':{},'requestState':'s'}",
      })
  void aRoundOfTheSameRequestHasTheSameDigest(String params) {
    assertThat(digest("tools/call", params)).isEqualTo(digest("tools/call", CALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'b','arguments':{'x':[1,{'p':1,'q':2}],'y':'z'}}",
        "{'name':'a','arguments':{'x':[{'p':1,'q':2},1],'y':'z'}}",
        "{'name':'a','arguments':{'x':[1,{'p':1,'q':2}],'y':'z'},'more':1}",
      })
  void anotherRequestHasAnother(String params) {
    assertThat(digest("tools/call", params)).isNotEqualTo(digest("tools/call", CALL));
  }

  @Test
  void anotherMethodHasAnother() {
    assertThat(digest("prompts/get", CALL)).isNotEqualTo(digest("tools/call", CALL));
  }

  private static String digest(String method, String params) {
    return RequestDigest.of(
        new Message.Request(IntNode.valueOf(1), method, (ObjectNode) StatelessMcp.tree(params)));
  }
}
