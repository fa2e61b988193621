package sh.executor.session;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Our requests to a session's client that it has not answered, by their ids. A bounded number of
 * them; safe for use by many threads. It only wakes who waits on this node: what an answer means
 * has to be recorded by whoever receives it.
 */
public final class Outstanding {

  private static final String ENDED = "The session was ended.";

  private final Map<String, CompletableFuture<Optional<String>>> requests =
      new ConcurrentHashMap<>();
  private final Semaphore room;

  Outstanding(int requestsMax) {
    this.room = new Semaphore(requestsMax);
  }

  /**
   * Notes that a request is about to be sent.
   *
   * @return what is completed when its answer is in: empty when that was taken, or why it counts
   *     for nothing. Empty when there are enough requests already, or one of that id.
   */
  public Optional<CompletableFuture<Optional<String>>> begin(String id) {
    if (!room.tryAcquire()) {
      return Optional.empty();
    }
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    if (requests.putIfAbsent(id, answer) != null) {
      room.release();
      return Optional.empty();
    }
    return Optional.of(answer);
  }

  /**
   * Notes that a request has its answer, or will get none.
   *
   * @param objection why what came counts for nothing; empty when it was taken
   */
  public void settle(String id, Optional<String> objection) {
    CompletableFuture<Optional<String>> answer = requests.remove(id);
    if (answer != null) {
      room.release();
      answer.complete(objection);
    }
  }

  /** Lets everybody know that no answer will come. */
  void close() {
    requests.keySet().forEach(id -> settle(id, Optional.of(ENDED)));
  }
}
