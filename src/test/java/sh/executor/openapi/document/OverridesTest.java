package sh.executor.openapi.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

class OverridesTest {

  private static final Document PETS =
      Document.parse(
          """
          {"openapi":"3.0.3","info":{"title":"Pets","version":"1"},"x":[1,2.50,1e400],
           "paths":{"/a/b":{"get":{}},"/c~d":{"get":{}}},"__proto__":{"kept":true}}
          """
              .getBytes(UTF_8));

  @Test
  void withoutOperationsADocumentStaysTheOneItIs() {
    assertThat(Overrides.of(MissingNode.getInstance()).apply(PETS)).isSameAs(PETS);
    assertThat(Overrides.of(NullNode.getInstance()).apply(PETS)).isSameAs(PETS);
    assertThat(overrides("[]").apply(PETS)).isSameAs(PETS);
  }

  @Test
  void operationsAreDoneInTheirOrder() {
    Document right =
        overrides(
                """
                [{"op":"test","path":"/info/title","value":"Pets"},
                 {"op":"replace","path":"/info/title","value":"Beasts"},
                 {"op":"add","path":"/x/0","value":0},
                 {"op":"remove","path":"/paths/~1c~0d"},
                 {"op":"copy","from":"/paths/~1a~1b","path":"/paths/~1copied"},
                 {"op":"move","from":"/info/version","path":"/info/release"},
                 {"op":"add","path":"/constructor","value":{"__proto__":1}}]
                """)
            .apply(PETS);

    assertThat(right.at("info").toString()).isEqualTo("{\"title\":\"Beasts\",\"release\":\"1\"}");
    assertThat(right.names("paths")).containsExactly("/a/b", "/copied");
    assertThat(right.at("constructor").path("__proto__").asInt()).isEqualTo(1);
    assertThat(right.at("__proto__").path("kept").asBoolean()).isTrue();
    assertThat(right.sha256()).isNotEqualTo(PETS.sha256());
  }

  @Test
  void numbersStayAsTheyWereWritten() {
    Document right = overrides("[{'op':'add','path':'/y','value':0.10}]").apply(PETS);

    assertThat(right.at("x").toString()).isEqualTo(PETS.at("x").toString());
    assertThat(right.at("y").toString()).isEqualTo("0.10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'op':'remove','path':'/paths/~1none'}                      | remove
          {'op':'test','path':'/info/title','value':'Others'}         | test
          {'op':'replace','path':'/x/9','value':1}                    | replace
          {'op':'move','from':'/none','path':'/info/title'}           | move
          {'op':'add','path':'/none/at/all','value':1}                | add
          {'op':'add','path':'/x/first','value':1}                    | add
          {'op':'remove','path':'/x/99999999999'}                     | remove
          {'op':'remove','path':'/x/-'}                               | remove
          {'op':'add','path':'/info/title/deeper','value':1}          | add
          {'op':'replace','path':'','value':{}}                       | path must be
          {'op':'replace','path':'/info'}                             | value is missing
          {'op':'copy','path':'/info'}                                | from is missing
          {'op':'copy','path':'/info','from':'info'}                  | from must be
          {'op':'merge','path':'/info','value':1}                     | op must be
          {'path':'/info'}                                            | op must be
          'add'                                                       | op must be
          """)
  void whatCanNotBeDoneSaysWhichOperationItWas(String operation, String why) {
    Problem problem =
        refusal("[{'op':'test','path':'/info/title','value':'Pets'}," + operation + "]");

    assertThat(problem.tag()).isEqualTo("OpenApiSpecOverrideError");
    assertThat(problem.detail()).startsWith("specOverrides[1]").contains(why);
    assertThat(problem.extensions()).containsEntry("operationIndex", 1).containsKey("message");
  }

  @Test
  void whatIsNoListOfOperationsOrTooLongAListIsRefused() {
    String many =
        IntStream.range(0, 501)
            .mapToObj(i -> "{'op':'remove','path':'/x'}")
            .collect(Collectors.joining(",", "[", "]"));
    String large = "[{'op':'add','path':'/x','value':'" + "x".repeat(300_000) + "'}]";

    assertThat(refusal("{'op':'remove','path':'/x'}").detail()).contains("an array");
    assertThat(refusal(many).detail()).contains("at most 500");
    assertThat(refusal(large).detail()).contains("256 KiB");
  }

  @Test
  void aDescriptionThatIsCopiedIntoItselfAgainAndAgainIsRefused() {
    String doubling =
        IntStream.range(0, 40)
            .mapToObj(i -> "{'op':'copy','from':'/paths','path':'/paths/" + i + "'}")
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(refusal(doubling).detail()).contains("larger than 32 MiB");
  }

  @Test
  void aDescriptionTooLargeToBeOneTreeIsRefused() {
    Document large =
        Document.parse(
            ("{\"openapi\":\"3.0.3\",\"x\":[" + "\"yyyyyyyyy\",".repeat(1_500_000) + "0]}")
                .getBytes(UTF_8));

    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> overrides("[{'op':'remove','path':'/x'}]").apply(large));

    assertThat(refused.problem().detail()).contains("at most 16 MiB");
  }

  private static Problem refusal(String operations) {
    return catchThrowableOfType(ProblemException.class, () -> overrides(operations).apply(PETS))
        .problem();
  }

  private static Overrides overrides(String operations) {
    try {
      JsonNode node = Json.mapper().readTree(operations.replace('\'', '"'));
      return Overrides.of(node);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
