package sh.executor.session;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sh.executor.execution.Cancellation;

/**
 * The requests a session's client waits for, each by the stream it came in on <em>and</em> its id:
 * clients do reuse ids on parallel streams, and those requests must not meet. Safe for use by many
 * threads.
 */
public final class InFlight {

  private final Map<Key, Cancellation> requests = new ConcurrentHashMap<>();
  private final Set<Long> answering = ConcurrentHashMap.newKeySet();

  /**
   * Notes that a request began.
   *
   * @param stream a number that tells the session's streams apart
   * @return false when that stream already has a request of that id
   */
  public boolean begin(long stream, JsonNode id, Cancellation cancellation) {
    return requests.putIfAbsent(new Key(stream, id), cancellation) == null;
  }

  /** Notes that a request is answered. */
  public void finish(long stream, JsonNode id) {
    requests.remove(new Key(stream, id));
  }

  /**
   * Notes that what came in on a stream is worked on, until its answer is kept or can't be.
   *
   * @return to be closed then
   */
  public Answering answering(long stream) {
    answering.add(stream);
    return () -> answering.remove(stream);
  }

  /** Whether what came in on a stream is still worked on, on this node. */
  public boolean isAnswering(long stream) {
    return answering.contains(stream);
  }

  /** That something is worked on. */
  @FunctionalInterface
  public interface Answering extends AutoCloseable {

    /** Notes that it is not any more. */
    @Override
    void close();
  }

  /**
   * Calls off what goes by {@code id}. The client does not say on which stream, so that is every
   * request of this session it gave that id.
   *
   * @return how many that were
   */
  public int cancel(JsonNode id, String reason) {
    int cancelled = 0;
    for (Map.Entry<Key, Cancellation> request : requests.entrySet()) {
      if (request.getKey().id().equals(id) && request.getValue().cancel(reason)) {
        cancelled++;
      }
    }
    return cancelled;
  }

  /** Calls off everything. */
  void cancelAll(String reason) {
    requests.values().forEach(cancellation -> cancellation.cancel(reason));
  }

  /** Whether nothing is waited for. */
  public boolean isEmpty() {
    return requests.isEmpty();
  }

  private record Key(long stream, JsonNode id) {}
}
