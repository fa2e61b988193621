package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and the way back to its client, wherever the socket is. Reading is safe from any
 * thread, and so is answering: what is written is handed on in the order of the calls. A request is
 * answered once, by {@link #answer} or by {@link #stream}; what comes after that is dropped.
 */
interface Exchange {

  /** The HTTP method. */
  String method();

  /** The path, without query. */
  String path();

  /** Scheme and authority the client used. */
  String origin();

  /** The first value of a header; null when there is none. */
  @Nullable String header(String name);

  /** All values of a header, in their order. */
  List<String> headers(String name);

  /** The names of all headers, in lower case, sorted. */
  Set<String> headerNames();

  /** The first value of a query parameter; null when there is none. */
  @Nullable String query(String name);

  /** The request's body; waits for it. */
  Body body(Duration within) throws InterruptedException;

  /**
   * Says which request of 2026-07-28 it brought, now that this is known: an error to nobody in
   * particular is to that one from then on. Where other revisions are spoken that is not said.
   */
  default void asked(JsonNode id) {}

  /** Sends a whole answer, unless the client has gone. Does not wait until it is sent. */
  void answer(Answer answer);

  /**
   * Answers with an event stream, and sends its head.
   *
   * @param headers beside those every stream has
   * @return the open stream; a closed one when the client has gone
   */
  EventSink stream(Map<String, String> headers);

  /**
   * What to do when the client goes away before it is answered: at once when it has gone already.
   * From {@link #stream} on, the stream tells ({@link EventSink#onClose}). The action must not
   * block.
   */
  void onGone(Runnable action);
}
