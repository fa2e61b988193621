package sh.executor.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/** What a person has before them: keeps cookies, follows nothing by itself, runs no scripts. */
final class Browser {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration WITHIN = Duration.ofSeconds(60);

  /** By name, to be looked at and forged. */
  final Map<String, String> cookies = new TreeMap<>();

  /** A browser in which somebody has signed in. */
  static Browser signedIn(String key) {
    Browser browser = new Browser();
    Page page = browser.signIn(key, "/");
    if (page.status() != 303) {
      throw new AssertionError("not signed in: " + page.text());
    }
    return browser;
  }

  /** Opens the page and fills in its form to sign in. */
  Page signIn(String key, String next) {
    Page form = get(next);
    return post(
        "/sign-in", Map.of("form", form.hidden("form"), "next", form.hidden("next"), "key", key));
  }

  Page get(String path) {
    return send(request(path).GET());
  }

  /** Sends a form, as browsers do where there is no referrer. */
  Page post(String path, Map<String, String> fields) {
    return send(
        request(path)
            .header("Origin", "null")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(fields))));
  }

  /** A request to build upon, with the cookies there are. */
  HttpRequest.Builder request(String path) {
    URI base = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(WITHIN);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + '=' + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  Page send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      for (String set : response.headers().allValues("set-cookie")) {
        String[] pair = set.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
          cookies.remove(pair[0]);
        } else {
          cookies.put(pair[0], pair[1]);
        }
      }
      return new Page(response);
    } catch (IOException e) {
      throw new UncheckedIOException("browse", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while browsing", e);
    }
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** What came back. */
  record Page(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    String text() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The value of the first hidden field of that name. */
    String hidden(String name) {
      Matcher field = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(text());
      if (!field.find()) {
        throw new AssertionError("no field " + name + " in " + text());
      }
      return field.group(1);
    }
  }
}
