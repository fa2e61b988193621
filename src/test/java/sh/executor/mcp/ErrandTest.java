package sh.executor.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrandTest {

  private final MessageReader reader = new MessageReader(32, 8, 65_536);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'jsonrpc':'2.0','id':1,'method':'tools/call'} | CALL",
        "{'jsonrpc':'2.0','id':1,'method':'tools/list'} | QUESTION",
        "{'jsonrpc':'2.0','id':1,'method':'tasks/get'} | QUESTION",
        "{'jsonrpc':'2.0','id':1,'method':'tasks/update'} | WORD",
        "{'jsonrpc':'2.0','id':1,'method':'tasks/cancel'} | WORD",
        "{'jsonrpc':'2.0','method':'notifications/cancelled'} | WORD",
        "{'jsonrpc':'2.0','method':'tools/call'} | WORD",
        "{'jsonrpc':'2.0','id':1,'result':{}} | WORD",
        "{'jsonrpc':'2.0','id':1,'error':{'code':1,'message':'no'}} | WORD",
        "{ | WORD",
        "[{'jsonrpc':'2.0','method':'a'},{'jsonrpc':'2.0','id':1,'result':{}}] | WORD",
        "[{'jsonrpc':'2.0','method':'a'},{'jsonrpc':'2.0','id':1,'method':'ping'}] | QUESTION",
        "[{'jsonrpc':'2.0','id':1,'method':'ping'},{'jsonrpc':'2.0','id':2,'method':'tools/call'}]"
            + " | CALL",
      })
  void aPostIsTheMostAnyOfItsMessagesIs(String body, Errand expected) {
    Inbound inbound = reader.read(body.replace('\'', '"').getBytes(UTF_8));

    Errand errand = Errand.of(inbound);

    assertThat(errand).isEqualTo(expected);
  }
}
