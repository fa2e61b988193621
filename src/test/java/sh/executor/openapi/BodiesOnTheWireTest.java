package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.testkit.Upstream;
import sh.executor.testkit.Upstream.Reply;

class BodiesOnTheWireTest {

  private final Upstream upstream = Upstream.answering(_ -> Reply.json(200, "{}"));

  @AfterEach
  void stop() {
    upstream.close();
  }

  private Upstream.Call sent(String requestBody, String arguments) {
    Api.ok(Api.withBody(upstream.url(), requestBody).call("x.it", arguments));
    return upstream.ledger().getLast();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | {\"a\":1.50} | {\"a\":1.50}",
        "application/vnd.x+json | {\"a\":[null]} | {\"a\":[null]}",
        "application/json | \"{\\\"a\\\": 1}\" | {\"a\": 1}",
        "application/json | \"plain\" | \"plain\"",
        "application/xml | \"<a/>\" | <a/>",
        "text/plain | \"hello\" | hello",
        "application/x-www-form-urlencoded | {\"a\":\"b c\",\"d\":[1,2],\"o\":{\"x\":1},\"n\":null} | a=b%20c&d=1&d=2&o=%7B%22x%22%3A1%7D",
        "application/x-ndjson | [{\"a\":1},2] | `{\"a\":1}\n2\n`",
        "application/octet-stream | \"raw\" | raw",
        "application/octet-stream | {\"_tag\":\"ToolFile\",\"data\":\"aGk=\",\"mimeType\":\"x/y\"} | hi",
      })
  void aBodyIsWrittenByItsDeclaredTypeAndSentAsIt(String type, String body, String expected) {
    Upstream.Call call = sent("{\"content\":{\"" + type + "\":{}}}", "{\"body\":" + body + "}");

    assertThat(call.text()).isEqualTo(expected);
    assertThat(call.header("content-type")).contains(type);
  }

  @Test
  void aStringSchemaMakesTextAJsonString() {
    Upstream.Call call =
        sent(
            "{\"content\":{\"application/json\":{\"schema\":{\"type\":\"string\"}}}}",
            "{\"body\":\"{}\"}");

    assertThat(call.text()).isEqualTo("\"{}\"");
  }

  @Test
  void fieldsFollowTheirEncoding() {
    Upstream.Call call =
        sent(
            """
            {"content":{"application/x-www-form-urlencoded":{"schema":{"type":"object","properties":{
              "d":{},"p":{},"j":{}}},"encoding":{"d":{"style":"deepObject","explode":true},
              "p":{"style":"pipeDelimited"},"j":{"contentType":"application/json"}}}}}
            """,
            "{\"body\":{\"d\":{\"k\":[1]},\"p\":[1,2],\"j\":[3]}}");

    assertThat(call.text()).isEqualTo("d%5Bk%5D%5B%5D=1&p=1%7C2&j=%5B3%5D");
  }

  @Test
  void partsOfAMultipartBodyHaveTheirOwnTypes() {
    Upstream.Call call =
        sent(
            """
            {"content":{"multipart/form-data":{"schema":{"type":"object","properties":{
              "file":{"type":"string","format":"binary"},"meta":{"type":"object"},
              "note":{"type":"string"}}},"encoding":{"note":{"contentType":"text/markdown"}}}}}
            """,
            """
            {"body":{"file":{"_tag":"ToolFile","name":"a\\"b.png","mimeType":"image/png","data":"aGk="},
            "meta":{"x":1},"note":"n","tags":["a","b"]}}
            """);

    String type = call.header("content-type").orElseThrow();
    String boundary = type.substring("multipart/form-data; boundary=".length());
    assertThat(call.text())
        .startsWith("--" + boundary + "\r\n")
        .endsWith("\r\n--" + boundary + "--\r\n")
        .contains(
            "name=\"file\"; filename=\"a%22b.png\"\r\nContent-Type: image/png\r\n\r\nhi\r\n",
            "name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"x\":1}\r\n",
            "name=\"note\"\r\nContent-Type: text/markdown\r\n\r\nn\r\n",
            "name=\"tags\"\r\n\r\na\r\n",
            "name=\"tags\"\r\n\r\nb\r\n");
  }

  @Test
  void bytesAreGivenInBase64() {
    Upstream.Call call =
        sent(
            "{\"required\":true,\"content\":{\"application/json\":{},\"image/*\":{}}}",
            "{\"bodyBase64\":\"/+8=\"}");

    assertThat(call.body()).containsExactly(0xFF, 0xEF);
    assertThat(call.header("content-type")).contains("application/octet-stream");
  }

  @Test
  void aContentTypeIsChosenAmongThoseDeclared() {
    Upstream.Call call =
        sent(
            "{\"content\":{\"application/json\":{},\"text/plain\":{}}}",
            "{\"body\":\"x\",\"contentType\":\"text/plain\"}");

    assertThat(call.text()).isEqualTo("x");
    assertThat(call.header("content-type")).contains("text/plain");
  }

  @Test
  void inputIsAnotherNameForTheBody() {
    assertThat(sent("{\"content\":{\"application/json\":{}}}", "{\"input\":{\"a\":1}}").text())
        .isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | Missing required argument body.",
        "{\"requestBody\":{}} | Give the request body as `body`.",
        "{\"body\":1,\"bodyBase64\":\"aa\"} | either `body` or `bodyBase64`",
        "{\"bodyBase64\":\"a\"} | is not base 64",
        "{\"bodyBase64\":7} | must be a string",
        "{\"body\":1,\"contentType\":\"text/html\"} | must be one of application/json, application/zip",
      })
  void aBodyThatCanNotBeWrittenIsRefusedBeforeAnythingIsSent(String arguments, String expected) {
    Api api =
        Api.withBody(
            upstream.url(),
            "{\"required\":true,\"content\":{\"application/json\":{},\"application/zip\":{}}}");

    assertThat(api.refused("x.it", arguments).message()).contains(expected);
    assertThat(upstream.ledger()).isEmpty();
  }
}
