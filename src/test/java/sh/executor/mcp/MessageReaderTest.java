package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

  private final MessageReader reader = new MessageReader(16, 3, 10_000);

  @Test
  void aRequestHasAnIdAMethodAndPerhapsParams() {
    Inbound bare = read("{'jsonrpc':'2.0','id':'a','method':'ping'}");
    Inbound full = read("{'jsonrpc':'2.0','id':7,'method':'m','params':{'x':[1]},'extra':1}");

    assertThat(bare)
        .isInstanceOfSatisfying(
            Inbound.Single.class,
            single -> {
              Message.Request request = (Message.Request) single.message();
              assertThat(request.id().textValue()).isEqualTo("a");
              assertThat(request.params()).isEmpty();
            });
    assertThat(full)
        .isInstanceOfSatisfying(
            Inbound.Single.class,
            single ->
                assertThat(((Message.Request) single.message()).params().path("x").path(0).asInt())
                    .isEqualTo(1));
  }

  @Test
  void aNotificationHasNoId() {
    assertThat(read("{'jsonrpc':'2.0','method':'notifications/initialized'}"))
        .isInstanceOfSatisfying(
            Inbound.Single.class,
            single -> assertThat(single.message()).isInstanceOf(Message.Notification.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'jsonrpc':'2.0','id':1,'result':{}}",
        "{'jsonrpc':'2.0','id':1,'error':{'code':1,'message':''}}"
      })
  void aResponseHasAResultOrAnError(String text) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Inbound.Single.class,
            single -> assertThat(single.message()).isInstanceOf(Message.Response.class));
  }

  @Test
  void anArrayIsABatch() {
    assertThat(read("[{'jsonrpc':'2.0','id':1,'method':'a'},{'jsonrpc':'2.0','method':'b'}]"))
        .isInstanceOfSatisfying(
            Inbound.Batch.class, batch -> assertThat(batch.messages()).hasSize(2));
  }

  @Test
  void aBatchHasALimit() {
    String one = "{'jsonrpc':'2.0','method':'b'}";

    Inbound inbound = read("[" + String.join(",", List.of(one, one, one, one)) + "]");

    assertThat(inbound)
        .isInstanceOfSatisfying(
            Inbound.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.error().code()).isEqualTo(RpcError.INVALID_REQUEST);
              assertThat(unreadable.error().message()).contains("at most 3");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "nonsense",
        "{'jsonrpc':'2.0','id':1,'method':'a'} {}",
        "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'x':NaN}}"
      })
  void whatIsNoJsonIsAParseError(String text) {
    assertThat(read(text))
        .isEqualTo(new Inbound.Unreadable(new RpcError(-32700, "Parse error: Invalid JSON")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "null",
        "'text'",
        "{}",
        "[]",
        "[1]",
        "{'id':1,'method':'a'}",
        "{'jsonrpc':'1.0','id':1,'method':'a'}",
        "{'jsonrpc':'2.0','id':null,'method':'a'}",
        "{'jsonrpc':'2.0','id':1.5,'method':'a'}",
        "{'jsonrpc':'2.0','id':{},'method':'a'}",
        "{'jsonrpc':'2.0','id':true,'method':'a'}",
        "{'jsonrpc':'2.0','id':1,'method':2}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':[1]}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':null}",
        "{'jsonrpc':'2.0','id':1}",
        "{'jsonrpc':'2.0','result':{}}",
        "{'jsonrpc':'2.0','id':1,'result':{},'error':{}}"
      })
  void whatIsNoMessageIsAParseErrorToo(String text) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Inbound.Unreadable.class,
            unreadable ->
                assertThat(unreadable.error())
                    .isEqualTo(new RpcError(-32700, "Parse error: Invalid JSON-RPC message")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':7,'method':'a'} | 7",
        "{'jsonrpc':'2.0','id':7,'method':2} | 7",
        "{'jsonrpc':'2.0','id':'x','method':'a','params':[1]} | \"x\"",
        "{'jsonrpc':'2.0','id':7} | 7",
        "{'jsonrpc':'2.0','id':1.5,'method':'a'} |",
        "{'jsonrpc':'2.0','id':7,'result':{},'error':{}} |",
        "[{'jsonrpc':'2.0','id':7,'method':2}] |",
        "{'jsonrpc':'2.0','id':7,'method': |",
      },
      quoteCharacter = '`')
  void whatIsToBeARequestMayStillHaveAnId(String text, @Nullable String id) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Inbound.Unreadable.class,
            unreadable ->
                assertThat(Optional.ofNullable(unreadable.id()).map(JsonNode::toString))
                    .isEqualTo(Optional.ofNullable(id)));
  }

  @Test
  void anIdOfAnyLengthIsNotKept() {
    assertThat(read("{'jsonrpc':'2.0','id':'" + "x".repeat(1025) + "','method':'a'}"))
        .isInstanceOf(Inbound.Unreadable.class);
  }

  private Inbound read(String text) {
    return reader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
