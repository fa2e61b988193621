package sh.executor.openapi;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sh.executor.outbound.OutboundRequest;
import sh.executor.outbound.OutboundRequest.Header;
import sh.executor.outbound.OutboundResult;
import sh.executor.outbound.OutboundResult.Cause;

/**
 * A way out without the guard, on the JDK's client: tests of requests and responses need no more.
 */
final class HttpDoor implements Door {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public OutboundResult send(OutboundRequest request) {
    byte[] body = request.body();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .timeout(request.limits().headersWithin())
            .method(
                request.method(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    request.headers().forEach(header -> builder.header(header.name(), header.value()));
    try {
      return answered(request, client.send(builder.build(), BodyHandlers.ofByteArray()));
    } catch (HttpTimeoutException e) {
      return new OutboundResult.Failed(Cause.HEADERS_TIMEOUT, "no answer");
    } catch (ConnectException e) {
      return new OutboundResult.Failed(Cause.UNREACHABLE, "connection refused");
    } catch (IOException e) {
      return new OutboundResult.Failed(Cause.BROKEN, "the other side closed the connection");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new OutboundResult.Failed(Cause.CANCELLED, "interrupted");
    }
  }

  private static OutboundResult answered(OutboundRequest request, HttpResponse<byte[]> response) {
    List<Header> headers = new ArrayList<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                values.forEach(
                    value -> headers.add(new Header(name.toLowerCase(Locale.ROOT), value))));
    int max = request.limits().bodyBytesMax();
    boolean cut = response.body().length > max;
    byte[] body = cut ? Arrays.copyOf(response.body(), max) : response.body();
    return new OutboundResult.Answered(response.statusCode(), response.uri(), headers, body, cut);
  }
}
