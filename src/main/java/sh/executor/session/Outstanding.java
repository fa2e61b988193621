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
 *
 * @param <T> what is to be told of an answer
 */
public final class Outstanding<T> {

  private final Map<String, CompletableFuture<T>> requests = new ConcurrentHashMap<>();
  private final Semaphore room;
  private final T ended;

  /**
   * @param ended what is told of all when the session is ended
   */
  Outstanding(int requestsMax, T ended) {
    this.room = new Semaphore(requestsMax);
    this.ended = ended;
  }

  /**
   * Notes that a request is about to be sent.
   *
   * @return what is completed when its answer is in, or none will come. Empty when there are enough
   *     requests already, or one of that id.
   */
  public Optional<CompletableFuture<T>> begin(String id) {
    if (!room.tryAcquire()) {
      return Optional.empty();
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (requests.putIfAbsent(id, answer) != null) {
      room.release();
      return Optional.empty();
    }
    return Optional.of(answer);
  }

  /**
   * Notes that a request has its answer, or will get none.
   *
   * @return false when that was so already
   */
  public boolean settle(String id, T outcome) {
    CompletableFuture<T> answer = requests.remove(id);
    if (answer != null) {
      room.release();
      answer.complete(outcome);
    }
    return answer != null;
  }

  /** Lets everybody know that no answer will come. */
  void close() {
    for (String id : requests.keySet()) {
      boolean _ = settle(id, ended);
    }
  }
}
