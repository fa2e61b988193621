package sh.executor.openapi.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.AuthMethod.Carrier;
import sh.executor.catalog.model.AuthMethod.Encoding;
import sh.executor.catalog.model.AuthMethod.Kind;
import sh.executor.catalog.model.AuthMethod.Placement;
import sh.executor.openapi.document.Document;

class SecurityMethodsTest {

  private static final String SCHEMES =
      """
      "components":{"securitySchemes":{
        "bearer":{"type":"http","scheme":"bearer"},
        "basic":{"type":"http","scheme":"Basic"},
        "head":{"type":"apiKey","in":"header","name":"X-Key"},
        "app":{"type":"apiKey","in":"header","name":"X-App"},
        "query":{"type":"apiKey","in":"query","name":"key"},
        "cookie":{"type":"apiKey","in":"cookie","name":"sid"},
        "oauth":{"type":"oauth2","flows":{"implicit":{}}},
        "digest":{"type":"http","scheme":"digest"}}}
      """;

  private static List<AuthMethod> methods(String security) {
    String text = "{\"openapi\":\"3.0.0\",\"paths\":{}," + security + SCHEMES + "}";
    return new SecurityMethods(Document.parse(text.getBytes(StandardCharsets.UTF_8))).methods();
  }

  private static AuthMethod first(String security) {
    return methods("\"security\":[" + security + "],").getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "bearer, HEADER, Authorization, 'Bearer '",
    "head, HEADER, X-Key, ''",
    "query, QUERY, key, ''",
    "cookie, COOKIE, sid, ''",
  })
  void aSchemeIsAMethodWithOneValue(String key, Carrier carrier, String name, String prefix) {
    AuthMethod method = first("{\"" + key + "\":[]}");

    assertThat(method.id()).isEqualTo("apikey-1");
    assertThat(method.variables()).containsExactly("token");
    assertThat(method.placements())
        .containsExactly(
            new Placement(carrier, name, prefix, Encoding.PLAIN, List.of("token"), null));
  }

  @Test
  void basicTakesAUserNameAndAPassword() {
    AuthMethod method = first("{\"basic\":[]}");

    assertThat(method.variables()).containsExactly("username", "password");
    assertThat(method.placements().getFirst().encoding()).isEqualTo(Encoding.BASIC);
  }

  @Test
  void schemesRequiredTogetherAreOneMethod() {
    AuthMethod method = first("{\"head\":[],\"app\":[]}");

    assertThat(method.variables()).containsExactly("head", "app");
    assertThat(method.placements()).extracting(Placement::name).containsExactly("X-Key", "X-App");
  }

  @Test
  void oauthCanBeSignedInToOrGivenAToken() {
    List<AuthMethod> methods = methods("\"security\":[{\"oauth\":[\"a\"]}],");

    assertThat(methods.get(0).kind()).isEqualTo(Kind.APIKEY);
    assertThat(methods.get(0).placements().getFirst().prefix()).isEqualTo("Bearer ");
    assertThat(methods.get(1))
        .isEqualTo(new AuthMethod("oauth-oauth", "OAuth (oauth)", Kind.OAUTH, List.of()));
  }

  @Test
  void noneIsOfferedOnlyWhereItSuffices() {
    assertThat(methods("\"security\":[{\"head\":[]}],"))
        .extracting(AuthMethod::id)
        .doesNotContain("none");
    assertThat(methods("\"security\":[{\"head\":[]},{}],"))
        .extracting(AuthMethod::id)
        .contains("none");
  }

  @Test
  void alternativesAreSeveralMethodsAndUnusedSchemesFollow() {
    List<AuthMethod> methods = methods("\"security\":[{\"query\":[]},{\"cookie\":[]}],");

    assertThat(methods)
        .extracting(
            method -> method.placements().isEmpty() ? "" : method.placements().getFirst().name())
        .startsWith("key", "sid")
        .contains("X-Key", "X-App", "Authorization");
    assertThat(methods).extracting(AuthMethod::id).doesNotHaveDuplicates();
  }
}
