package sh.executor.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

/** A small API of somebody else's: its description, and a server that plays it. */
public final class Pets {

  /** What opens it. */
  public static final String TOKEN = "pets-s3cret";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Pets() {}

  /** A server that serves the description at {@code /openapi.json} and answers calls. */
  public static Upstream open() {
    Upstream upstream = Upstream.answering(call -> Upstream.Reply.empty(404));
    upstream.answer(call -> answer(upstream, call));
    return upstream;
  }

  /** Adds the API under {@code slug} from its URL. */
  public static void add(Rest client, Upstream upstream, String slug) {
    client.post("/openapi/specs", byUrl(upstream, slug)).expect(200);
  }

  /** Connects it for the organisation as {@code main}. */
  public static void connect(Rest client, String slug) {
    client.post("/connections", connection("org", slug, "main")).expect(200);
  }

  static String byUrl(Upstream upstream, String slug) {
    return "{'spec':{'kind':'url','url':'%s/openapi.json'},'slug':'%s'}"
        .formatted(upstream.url(), slug);
  }

  static String byText(Upstream upstream, String slug) {
    ObjectNode body = JSON.createObjectNode().put("slug", slug);
    body.putObject("spec").put("kind", "blob").put("value", description(upstream));
    return body.toString();
  }

  static String connection(String owner, String integration, String name) {
    return "{'owner':'%s','name':'%s','integration':'%s','template':'apikey-1','value':'%s'}"
        .formatted(owner, name, integration, TOKEN);
  }

  /** The description with one more operation, for what a refresh brings. */
  static String grown(Upstream upstream) {
    return description(upstream)
        .replace(
            "\"/pets\":",
            """
            "/owners": {"get": {"operationId": "listOwners", "tags": ["pets"],
              "responses": {"200": {"description": "ok"}}}},
            "/pets":""");
  }

  static String description(Upstream upstream) {
    return """
        {"openapi": "3.1.0",
         "info": {"title": "Pets", "version": "1", "description": "All the pets."},
         "servers": [{"url": "%s"}],
         "security": [{"key": []}],
         "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
           "schemas": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}},
         "paths": {"/pets": {
           "get": {"operationId": "listPets", "summary": "All pets", "tags": ["pets"],
             "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
             "responses": {"200": {"description": "ok", "content": {"application/json": {
               "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}}}},
           "post": {"operationId": "createPet", "summary": "A new pet", "tags": ["pets"],
             "requestBody": {"content": {"application/json": {
               "schema": {"$ref": "#/components/schemas/Pet"}}}},
             "responses": {"201": {"description": "made"}}}}}}
        """
        .formatted(upstream.url());
  }

  /** What it answers unless told otherwise. */
  public static Upstream.Reply answer(Upstream upstream, Upstream.Call call) {
    if (call.path().equals("/openapi.json")) {
      return Upstream.Reply.json(200, description(upstream));
    }
    if (!call.headers().getOrDefault("authorization", "").equals("Bearer " + TOKEN)) {
      return Upstream.Reply.json(401, "{\"message\":\"who are you\"}");
    }
    return call.method().equals("GET")
        ? Upstream.Reply.json(200, "[{\"name\":\"Rex\"}]")
        : new Upstream.Reply(201, Map.of(), new byte[0]);
  }
}
