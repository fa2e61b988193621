package sh.executor.catalog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.catalog.model.AuthMethod.Carrier;
import sh.executor.catalog.model.AuthMethod.Encoding;
import sh.executor.catalog.model.AuthMethod.Placement;
import sh.executor.kernel.ProblemException;

class AuthTemplatesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theShortFormNamesHeadersAndQueryParameters() throws Exception {
    JsonNode template =
        json(
            """
            [{"type":"apiKey",
              "headers":{"Authorization":["Bearer ",{"variable":"token"}],"X-Api-Version":"2"},
              "queryParams":{"app":[{"variable":"app_key"}]}}]
            """);

    AuthMethod method = AuthTemplates.read(template).getFirst();

    assertThat(method.id()).isEqualTo("apikey");
    assertThat(method.variables()).containsExactly("token", "app_key");
    assertThat(method.placements())
        .containsExactly(
            plain(Carrier.HEADER, "Authorization", "Bearer ", "token"),
            new Placement(Carrier.HEADER, "X-Api-Version", "", Encoding.PLAIN, List.of(), "2"),
            plain(Carrier.QUERY, "app", "", "app_key"));
  }

  @Test
  void anEmptyTemplateMeansNoCredential() throws Exception {
    assertThat(AuthTemplates.read(json("[]"))).containsExactly(AuthMethod.none());
  }

  @Test
  void whatIsWrittenReadsBackTheSame() {
    Placement basic =
        new Placement(
            Carrier.HEADER, "Authorization", "", Encoding.BASIC, List.of("user", "pass"), null);
    List<AuthMethod> methods =
        List.of(
            new AuthMethod("b", "Basic", AuthMethod.Kind.APIKEY, List.of(basic)),
            new AuthMethod("o", "Sign in", AuthMethod.Kind.OAUTH, List.of()));

    assertThat(AuthTemplates.read(AuthTemplates.write(methods))).isEqualTo(methods);
  }

  @Test
  void methodsWithoutASlugAreNumbered() throws Exception {
    JsonNode template = json("[{\"headers\":{\"A\":[{}]}},{\"headers\":{\"B\":[{}]}}]");

    assertThat(AuthTemplates.read(template))
        .extracting(AuthMethod::id)
        .containsExactly("apikey", "apikey_2");
  }

  @Test
  void mergingReplacesTheSameSlugInItsPlaceAndAddsTheRest() throws Exception {
    List<AuthMethod> present =
        AuthTemplates.read(
            json("[{\"slug\":\"a\",\"headers\":{\"A\":[{}]}},{\"kind\":\"oauth\"}]"));

    List<AuthMethod> merged =
        AuthTemplates.merge(
            present,
            json("[{\"slug\":\"a\",\"headers\":{\"Z\":[{}]}},{\"headers\":{\"B\":[{}]}}]"));

    assertThat(merged).extracting(AuthMethod::id).containsExactly("a", "oauth", "custom");
    assertThat(merged.getFirst().placements().getFirst().name()).isEqualTo("Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{\"kind\":\"apikey\"}]",
        "[{\"kind\":\"magic\"}]",
        "[{\"placements\":[{\"carrier\":\"body\",\"name\":\"x\"}]}]",
        "[{\"placements\":[{\"carrier\":\"header\"}]}]",
        "[{\"placements\":[{\"carrier\":\"header\",\"name\":\"A\",\"encoding\":\"basic\"}]}]",
        "[{\"headers\":{\"A\":[{\"variable\":\"x\"},\"suffix\"]}}]"
      })
  void whatIsNotATemplateIsAProblem(String template) throws Exception {
    JsonNode node = json(template);

    assertThatThrownBy(() -> AuthTemplates.read(node))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("authenticationTemplate");
  }

  private static Placement plain(Carrier carrier, String name, String prefix, String variable) {
    return new Placement(carrier, name, prefix, Encoding.PLAIN, List.of(variable), null);
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }
}
