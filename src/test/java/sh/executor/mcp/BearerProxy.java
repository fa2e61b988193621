package sh.executor.mcp;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/**
 * Passes requests on with a credential, for a client that has none to send, and changes nothing
 * else: Host, streams and hanging up go through as they are.
 */
final class BearerProxy implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final URI target;
  private final String bearer;
  private final HttpServer server;

  private BearerProxy(URI target, String bearer) {
    this.target = target;
    this.bearer = bearer;
    this.server = vertx.createHttpServer().requestHandler(this::pass);
  }

  /** A proxy on a port of its own. */
  static BearerProxy to(URI target, String bearer) {
    BearerProxy proxy = new BearerProxy(target, bearer);
    proxy.server.listen(0, "localhost").toCompletionStage().toCompletableFuture().join();
    return proxy;
  }

  /** Where it listens. */
  URI endpoint() {
    return URI.create("http://localhost:" + server.actualPort() + target.getPath());
  }

  private void pass(HttpServerRequest request) {
    request.pause();
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(target.getHost())
            .setPort(target.getPort())
            .setURI(request.uri())
            .setHeaders(request.headers())
            .putHeader("authorization", "Bearer " + bearer);
    HttpServerResponse response = request.response();
    client
        .request(options)
        .onFailure(failure -> response.reset())
        .onSuccess(
            passed -> {
              response.closeHandler(close -> passed.reset());
              passed
                  .send(request)
                  .onFailure(failure -> response.reset())
                  .onSuccess(answer -> answer(answer, response));
            });
  }

  private static void answer(HttpClientResponse answer, HttpServerResponse response) {
    response.setStatusCode(answer.statusCode());
    response.headers().setAll(answer.headers()).remove("content-length");
    response.setChunked(true);
    answer.exceptionHandler(failure -> response.reset());
    answer.handler(
        chunk -> {
          if (!response.closed()) {
            response.write(chunk);
          }
        });
    answer.endHandler(
        end -> {
          if (!response.closed()) {
            response.end();
          }
        });
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
