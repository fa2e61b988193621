package sh.executor.catalog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sh.executor.catalog.model.Detection;
import sh.executor.kernel.Caller;

/** Asks every kind of integration what is at a URL. */
@Singleton
public final class Detections {

  private static final int URL_LENGTH_MAX = 2_048;

  private final Kinds kinds;

  @Inject
  Detections(Kinds kinds) {
    this.kinds = kinds;
  }

  /** What each kind believes to have found, the most certain first; empty when none did. */
  public List<Detection> detect(Caller caller, String url) {
    URI uri = uri(url);
    List<Detection> found = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Detection>>> asked =
          kinds.all().stream()
              .map(kind -> threads.submit(() -> kind.detect(caller.tenant(), uri)))
              .toList();
      for (Future<Optional<Detection>> answer : asked) {
        answer.get().ifPresent(found::add);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while detecting", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Detect what is at a URL", e.getCause());
    }
    found.sort(Comparator.comparing(Detection::confidence));
    return found;
  }

  private static URI uri(String url) {
    try {
      URI uri = new URI(url.strip());
      boolean http =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (url.length() <= URL_LENGTH_MAX && http && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Answered below, like every other text that is no such URL.
    }
    throw Problems.invalid(
        "The url must be an http or https URL of at most " + URL_LENGTH_MAX + " characters.");
  }
}
