package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

/** Who may use which route. A route without a row fails, and so does a row without a route. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class PermissionTableTest {

  /** Whom a route lets in. */
  private enum May {
    /** Every member, in person. */
    MEMBER,
    /** Admins and owners, in person. */
    ADMIN
  }

  /**
   * One row.
   *
   * @param method HTTP's
   * @param template as in the OpenAPI document
   * @param path a path of that template; {@code x} is an integration that is there, {@code $policy}
   *     stands for a rule of the organisation
   * @param body empty for none
   */
  private record Row(String method, String template, String path, String body, May who) {}

  private static final String SPEC =
      "{'spec':{'kind':'blob','value':'not a description'},'slug':'x'}";
  private static final String CONNECTION =
      "{'owner':'%s','name':'x','integration':'x','template':'none'}";

  private static final String TERMS =
      "{'answerSeconds':60,'nativeAnswers':true,'modelAnswers':false}";

  private static final List<Row> TABLE =
      List.of(
          row("GET", "/account/me", May.MEMBER),
          row("GET", "/account/api-keys", May.MEMBER),
          row("POST", "/account/api-keys", "/account/api-keys", "{'name':'x'}", May.MEMBER),
          row("DELETE", "/account/api-keys/{apiKeyId}", "/account/api-keys/x", "", May.MEMBER),
          row("GET", "/account/members", May.MEMBER),
          row("GET", "/providers", May.MEMBER),
          row("GET", "/tools", May.MEMBER),
          row("GET", "/tools/schema", "/tools/schema?address=a.org.b.c", "", May.MEMBER),
          row("GET", "/policies", May.MEMBER),
          row(
              "POST",
              "/policies",
              "/policies",
              "{'owner':'org','pattern':'a','action':'block'}",
              May.ADMIN),
          row(
              "POST",
              "/policies",
              "/policies",
              "{'owner':'user','pattern':'a','action':'block'}",
              May.MEMBER),
          row(
              "PATCH",
              "/policies/{policyId}",
              "/policies/$policy",
              "{'action':'block'}",
              May.ADMIN),
          row("DELETE", "/policies/{policyId}", "/policies/$policy", "", May.ADMIN),
          row("GET", "/integrations", May.MEMBER),
          row("GET", "/integrations/{slug}", "/integrations/x", "", May.MEMBER),
          row("PATCH", "/integrations/{slug}", "/integrations/x", "{'name':'x'}", May.ADMIN),
          row("DELETE", "/integrations/{slug}", "/integrations/x", "", May.ADMIN),
          row("POST", "/integrations/{slug}/review", "/integrations/x/review", "", May.ADMIN),
          row(
              "POST",
              "/integrations/detect",
              "/integrations/detect",
              "{'url':'http://localhost:1/x'}",
              May.MEMBER),
          row("GET", "/connections", May.MEMBER),
          row("POST", "/connections", "/connections", CONNECTION.formatted("org"), May.ADMIN),
          row("POST", "/connections", "/connections", CONNECTION.formatted("user"), May.MEMBER),
          row(
              "GET",
              "/connections/{owner}/{integration}/{name}",
              "/connections/org/x/x",
              "",
              May.MEMBER),
          row(
              "PATCH",
              "/connections/{owner}/{integration}/{name}",
              "/connections/user/x/x",
              "{}",
              May.MEMBER),
          row(
              "DELETE",
              "/connections/{owner}/{integration}/{name}",
              "/connections/user/x/x",
              "",
              May.MEMBER),
          row(
              "POST",
              "/connections/{owner}/{integration}/{name}/refresh",
              "/connections/org/x/x/refresh",
              "",
              May.MEMBER),
          row("POST", "/openapi/preview", "/openapi/preview", "{'spec':'x'}", May.MEMBER),
          row("POST", "/openapi/specs", "/openapi/specs", SPEC, May.ADMIN),
          row("GET", "/openapi/integrations/{slug}", "/openapi/integrations/x", "", May.MEMBER),
          row("DELETE", "/openapi/integrations/{slug}", "/openapi/integrations/x", "", May.ADMIN),
          row(
              "GET",
              "/openapi/integrations/{slug}/config",
              "/openapi/integrations/x/config",
              "",
              May.MEMBER),
          row(
              "POST",
              "/openapi/integrations/{slug}/config",
              "/openapi/integrations/x/config",
              "{}",
              May.ADMIN),
          row(
              "POST",
              "/openapi/integrations/{slug}/spec",
              "/openapi/integrations/x/spec",
              "{}",
              May.ADMIN),
          row("POST", "/executions", "/executions", "{'code':'return 1'}", May.MEMBER),
          row("GET", "/executions", May.MEMBER),
          row("GET", "/executions/{executionId}", "/executions/x", "", May.MEMBER),
          row("GET", "/executions/{executionId}/result", "/executions/x/result", "", May.MEMBER),
          row(
              "POST",
              "/executions/{executionId}/resume",
              "/executions/x/resume",
              "{'action':'accept'}",
              May.MEMBER),
          row("POST", "/executions/{executionId}/cancel", "/executions/x/cancel", "", May.MEMBER),
          row("GET", "/executions/{executionId}/events", "/executions/x/events", "", May.MEMBER),
          row("GET", "/interactions", May.MEMBER),
          row("GET", "/interactions/events", "/interactions/events?follow=false", "", May.MEMBER),
          row("GET", "/interactions/{interactionId}", "/interactions/x", "", May.MEMBER),
          row(
              "POST",
              "/interactions/{interactionId}/answer",
              "/interactions/x/answer",
              "{'action':'accept'}",
              May.MEMBER),
          row("GET", "/organization/answer-terms", May.ADMIN),
          row("PUT", "/organization/answer-terms", "/organization/answer-terms", TERMS, May.ADMIN));

  private final Cast cast = Cast.assemble();

  @BeforeEach
  void addTheIntegrationTheRowsName() {
    try (Upstream upstream = Pets.open()) {
      cast.owner().rest().post("/openapi/specs", Pets.byText(upstream, "x")).expect(200);
    }
  }

  @Test
  void everyRouteHasARowAndEveryRowARoute() {
    RouteTable routes = Arc.container().instance(RouteTable.class).get();
    Set<String> there =
        routes.routes().stream()
            .map(route -> route.method() + ' ' + route.template())
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> rows =
        TABLE.stream()
            .map(row -> row.method() + " /api" + row.template())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(rows).isEqualTo(there);
  }

  @Test
  void nobodyGetsInWithoutACredential() {
    for (Row row : TABLE) {
      send(Cast.service(), row).expectProblem(401, "AccountUnauthorized");
    }
  }

  @Test
  void anAgentsKeyOpensNoRoute() {
    for (Row row : TABLE) {
      send(cast.agent(), row).expectProblem(403, "AgentKeyForbidden");
    }
  }

  @Test
  void aMemberMayWhatTheTableSays() {
    for (Row row : TABLE) {
      Rest.Answer answer = send(cast.member().rest(), row);

      if (row.who() == May.ADMIN) {
        answer.expectProblem(403, "ForbiddenError");
      } else {
        assertThat(answer.status()).as("%s: %s", row, answer.text()).isNotIn(401, 403, 405, 500);
      }
    }
  }

  @Test
  void anAdminMayAll() {
    for (Row row : TABLE) {
      Rest.Answer answer = send(cast.admin().rest(), row);

      assertThat(answer.status()).as("%s: %s", row, answer.text()).isNotIn(401, 403, 405, 500);
    }
  }

  private Rest.Answer send(Rest client, Row row) {
    String path = row.path();
    if (path.contains("$policy")) {
      path = path.replace("$policy", organisationsRule());
    }
    return client.send(row.method(), path, row.body());
  }

  private String organisationsRule() {
    return cast.owner()
        .rest()
        .post("/policies", "{'owner':'org','pattern':'a','action':'block'}")
        .expect(200)
        .path("id")
        .asText();
  }

  private static Row row(String method, String template, May who) {
    return new Row(method, template, template, "", who);
  }

  private static Row row(String method, String template, String path, String body, May who) {
    return new Row(method, template, path, body, who);
  }
}
