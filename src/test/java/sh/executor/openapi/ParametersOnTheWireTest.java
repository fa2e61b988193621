package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.catalog.model.ToolError;
import sh.executor.testkit.Upstream;
import sh.executor.testkit.Upstream.Reply;

/** The tables of styles are those of OpenAPI 3.1 §4.8.12.4 and RFC 6570 §3.2. */
class ParametersOnTheWireTest {

  private final Upstream upstream = Upstream.answering(_ -> Reply.json(200, "{}"));

  @AfterEach
  void stop() {
    upstream.close();
  }

  private String sent(String path, String parameter, String value) {
    Api api = Api.withParameters(upstream.url(), path, parameter);
    Api.ok(api.call("x.it", "{\"v\":" + value + "}"));
    return upstream.ledger().getLast().uri().toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "simple | false | \"blue\" | /x/blue",
        "simple | false | [\"a\",\"b c\"] | /x/a,b%20c",
        "simple | false | {\"r\":1,\"g\":2} | /x/r,1,g,2",
        "simple | true | {\"r\":1,\"g\":2} | /x/r=1,g=2",
        "label | false | \"blue\" | /x/.blue",
        "label | false | [\"a\",\"b\"] | /x/.a,b",
        "label | true | [\"a\",\"b\"] | /x/.a.b",
        "label | false | {\"r\":1,\"g\":2} | /x/.r,1,g,2",
        "label | true | {\"r\":1,\"g\":2} | /x/.r=1.g=2",
        "matrix | false | \"blue\" | /x/;v=blue",
        "matrix | false | [\"a\",\"b\"] | /x/;v=a,b",
        "matrix | true | [\"a\",\"b\"] | /x/;v=a;v=b",
        "matrix | false | {\"r\":1,\"g\":2} | /x/;v=r,1,g,2",
        "matrix | true | {\"r\":1,\"g\":2} | /x/;r=1;g=2",
        "simple | false | \"a/b?c#d\" | /x/a%2Fb%3Fc%23d",
        "simple | false | \"ä%2F\" | /x/%C3%A4%252F",
      })
  void aPathParameterIsWrittenInItsStyle(
      String style, boolean explode, String value, String expected) {
    String parameter =
        "{\"name\":\"v\",\"in\":\"path\",\"style\":\"%s\",\"explode\":%s}"
            .formatted(style, explode);

    assertThat(sent("/x/{v}", parameter, value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "form | true | \"a b&c=d+e\" | /x?v=a%20b%26c%3Dd%2Be",
        "form | true | true | /x?v=true",
        "form | true | [\"a\",\"b\"] | /x?v=a&v=b",
        "form | false | [\"a\",\"b,c\"] | /x?v=a,b%2Cc",
        "form | true | {\"r\":1,\"g\":[2]} | /x?r=1&g=%5B2%5D",
        "form | false | {\"r\":1,\"g\":2} | /x?v=r,1,g,2",
        "spaceDelimited | false | [\"a\",\"b\"] | /x?v=a%20b",
        "pipeDelimited | false | [\"a\",\"b\"] | /x?v=a%7Cb",
        "deepObject | true | {\"a\":{\"b\":1},\"c\":\"d\"} | /x?v%5Ba%5D%5Bb%5D=1&v%5Bc%5D=d",
        "deepObject | true | {\"a\":[1,2],\"o\":[{\"p\":3}]} | /x?v%5Ba%5D%5B%5D=1&v%5Ba%5D%5B%5D=2&v%5Bo%5D%5B0%5D%5Bp%5D=3",
        "form | true | null | /x",
        "form | true | [] | /x",
      })
  void aQueryParameterIsWrittenInItsStyle(
      String style, boolean explode, String value, String expected) {
    String parameter =
        "{\"name\":\"v\",\"in\":\"query\",\"style\":\"%s\",\"explode\":%s}"
            .formatted(style, explode);

    assertThat(sent("/x", parameter, value)).isEqualTo(expected);
  }

  @Test
  void reservedCharactersStayWhereTheDescriptionAllowsThem() {
    assertThat(
            sent("/x", "{\"name\":\"v\",\"in\":\"query\",\"allowReserved\":true}", "\"a/b:c&d#e\""))
        .isEqualTo("/x?v=a/b:c%26d%23e");
    assertThat(sent("/x/{+v}", "{\"name\":\"v\",\"in\":\"path\"}", "\"a/b c?\""))
        .isEqualTo("/x/a/b%20c%3F");
  }

  @Test
  void aParameterWithContentIsWrittenAsJson() {
    String parameter =
        "{\"name\":\"v\",\"in\":\"query\",\"content\":{\"application/json\":{\"schema\":{}}}}";

    assertThat(sent("/x", parameter, "{\"a\":[1]}")).isEqualTo("/x?v=%7B%22a%22%3A%5B1%5D%7D");
  }

  @Test
  void headersAndCookiesAreSent() {
    Api api =
        Api.withParameters(
            upstream.url(),
            "/x",
            """
            {"name":"X-Ids","in":"header","schema":{"type":"array"}},
            {"name":"sid","in":"cookie"},{"name":"n","in":"cookie"}
            """);

    Api.ok(api.call("x.it", "{\"X-Ids\":[1,2],\"sid\":\"a;b\",\"n\":1}"));

    Upstream.Call call = upstream.ledger().getFirst();
    assertThat(call.header("x-ids")).contains("1,2");
    assertThat(call.header("cookie")).contains("sid=a%3Bb; n=1");
    assertThat(call.header("user-agent")).contains("executor");
  }

  @Test
  void valuesMayBeNestedByPlace() {
    Api api =
        Api.withParameters(
            upstream.url(),
            "/x/{id}",
            """
            {"name":"id","in":"path"},{"name":"page","in":"query"},{"name":"X-A","in":"header"},
            {"name":"id","in":"query"}
            """);

    Api.ok(
        api.call(
            "x.it",
            "{\"path\":{\"id\":1},\"query\":{\"id\":2,\"page\":3},\"headers\":{\"x-a\":\"h\"}}"));

    assertThat(upstream.ledger().getFirst().uri()).hasToString("/x/1?id=2&page=3");
    assertThat(upstream.ledger().getFirst().header("x-a")).contains("h");
  }

  @Test
  void aParameterNamedLikeAContainerComesFirst() {
    Api api = Api.withParameters(upstream.url(), "/x", "{\"name\":\"query\",\"in\":\"query\"}");

    Api.ok(api.call("x.it", "{\"query\":\"is:open\"}"));

    assertThat(upstream.ledger().getFirst().uri()).hasToString("/x?query=is%3Aopen");
  }

  @Test
  void parametersOfEqualNameGoWhereTheyBelong() {
    Api api =
        Api.withParameters(
            upstream.url(),
            "/x/{id}",
            "{\"name\":\"id\",\"in\":\"path\"},{\"name\":\"id\",\"in\":\"query\"}");

    Api.ok(api.call("x.it", "{\"id\":\"p\",\"id_query\":\"q\"}"));

    assertThat(upstream.ledger().getFirst().uri()).hasToString("/x/p?id=q");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"id\":1,\"pgae\":2} | Unknown argument `pgae`. Accepted: id, page, when.",
        "{\"id\":1,\"query\":{\"pgae\":2}} | Unknown argument `query.pgae`.",
        "{\"page\":2} | Missing required argument id.",
        "{\"id\":null} | Missing required argument id.",
        "{\"id\":\"\"} | `id` must not be empty",
        "{\"id\":\"..\"} | `id` must not be empty, `.` or `..`.",
        "{\"id\":1,\"page\":\"two\"} | `page` must be an integer, but is text.",
        "{\"id\":1,\"page\":{\"a\":1}} | `page` must be an integer, but is an object.",
        "{\"id\":1,\"when\":\"a\\nb\"} | `when` must be one line of text.",
        "[1] | The arguments must be one object",
      })
  void argumentsThatDoNotFitAreRefusedBeforeAnythingIsSent(String arguments, String expected) {
    Api api =
        Api.withParameters(
            upstream.url(),
            "/x/{id}",
            """
            {"name":"id","in":"path"},{"name":"page","in":"query","schema":{"type":"integer"}},
            {"name":"when","in":"header"}
            """);

    ToolError error = api.refused("x.it", arguments);

    assertThat(error.code()).isEqualTo("invalid_tool_arguments");
    assertThat(error.message()).contains(expected);
    assertThat(upstream.ledger()).isEmpty();
  }

  @Test
  void aPlaceholderWithoutAParameterIsRefused() {
    Api api = Api.withParameters(upstream.url(), "/x/{lost}", "{\"name\":\"id\",\"in\":\"query\"}");

    assertThat(api.refused("x.it", "{}").message()).contains("{lost}");
    assertThat(upstream.ledger()).isEmpty();
  }
}
