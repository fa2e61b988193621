package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.catalog.model.Credential;
import sh.executor.catalog.model.Invocation;
import sh.executor.catalog.model.Preparation;
import sh.executor.catalog.model.PreparedCall;
import sh.executor.catalog.model.Repeat;
import sh.executor.kernel.ProblemException;
import sh.executor.openapi.document.Json;
import sh.executor.testkit.Upstream;

/** Which calls may be sent again when nobody knows whether they arrived, and with what. */
final class RepeatsTest {

  private static final String KEY_PARAMETER =
      "{\"name\":\"idempotency-key\",\"in\":\"header\",\"schema\":{\"type\":\"string\"}}";

  @ParameterizedTest
  @CsvSource({"get,true", "head,true", "put,true", "delete,true", "post,false", "patch,false"})
  void theMethodDecidesWhereNobodySaysMore(String method, boolean repeatable) {
    Api api = api(method, "", "https://api.example.com");

    assertThat(prepared(api, Json.object(), "{}").repeat())
        .isEqualTo(repeatable ? Repeat.ALWAYS : Repeat.NEVER);
  }

  @Test
  void aDeclaredKeyHeaderIsUsed() {
    Api api = api("post", KEY_PARAMETER, "https://api.example.com");

    assertThat(prepared(api, Json.object(), "{}").repeat())
        .isEqualTo(new Repeat.WithKey("idempotency-key"));
  }

  @Test
  void theScriptsOwnKeyIsKept() {
    Api api = api("post", KEY_PARAMETER, "https://api.example.com");

    assertThat(prepared(api, Json.object(), "{\"idempotency-key\":\"mine\"}").repeat())
        .isEqualTo(Repeat.ALWAYS);
  }

  @Test
  void someApisAreKnownToHonourAKey() {
    Api api = api("post", "", "https://api.stripe.com");

    assertThat(prepared(api, Json.object(), "{}").repeat())
        .isEqualTo(new Repeat.WithKey("Idempotency-Key"));
  }

  @Test
  void anAdminMayNameTheHeader() {
    Api api = api("post", "", "https://api.example.com");
    ObjectNode options = Json.object().put("idempotencyHeader", "X-Request-Key");

    assertThat(prepared(api, options, "{}").repeat())
        .isEqualTo(new Repeat.WithKey("X-Request-Key"));
  }

  @Test
  void aHeaderNobodyMaySetIsRefused() {
    OpenApiKind kind = Api.kind();
    ObjectNode change = Json.object().put("idempotencyHeader", "Host");

    assertThatThrownBy(() -> kind.configure(Json.object(), change))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("idempotencyHeader");
  }

  @Test
  void theKeyGoesOutInItsHeader() {
    try (Upstream upstream = Upstream.answering(call -> Upstream.Reply.json(200, "{}"))) {
      Api api = api("post", KEY_PARAMETER, upstream.url());
      PreparedCall call = prepared(api, Json.object(), "{}");

      call.send(new Invocation(Api.TENANT, "thing", new Credential("none", Map.of()), "key-1"));

      assertThat(upstream.ledger().getFirst().headers()).containsEntry("idempotency-key", "key-1");
    }
  }

  private static Api api(String method, String parameter, String url) {
    return Api.of(
        """
        {"openapi":"3.0.3","servers":[{"url":"${url}"}],"paths":{"/x":{"%s":{"tags":["x"],
        "operationId":"it","parameters":[%s]}}}}
        """
            .formatted(method, parameter),
        url);
  }

  private static PreparedCall prepared(Api api, ObjectNode change, String arguments) {
    OpenApiKind kind = Api.kind();
    ObjectNode config = kind.configure(api.reading().config(), change);
    Preparation preparation =
        kind.callable(api.operation("x.it"), config).prepare(Api.json(arguments));
    return ((Preparation.Ready) preparation).call();
  }
}
