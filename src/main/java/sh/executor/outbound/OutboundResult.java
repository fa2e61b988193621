package sh.executor.outbound;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What became of an {@link OutboundRequest}. */
public sealed interface OutboundResult {

  /**
   * The other side answered, with whatever status.
   *
   * @param uri where the answer came from, after redirects
   * @param headers in order, names in lower case; without those of a content coding that is undone
   * @param body decompressed, complete unless {@code truncated}
   * @param truncated whether the body was cut at the limit on bytes, or on time where the request
   *     says so
   */
  record Answered(
      int status, URI uri, List<OutboundRequest.Header> headers, byte[] body, boolean truncated)
      implements OutboundResult {

    public Answered {
      headers = List.copyOf(headers);
    }

    /** The first value of a header, by its lower-case name. */
    public Optional<String> header(String name) {
      return headers.stream()
          .filter(header -> header.name().equals(name))
          .map(OutboundRequest.Header::value)
          .findFirst();
    }
  }

  /** The guard did not let it out. {@code reason} is safe to show and says what to do. */
  record Refused(String reason) implements OutboundResult {}

  /**
   * No answer, or not all of one.
   *
   * @param reason safe to show
   */
  record Failed(Cause cause, String reason) implements OutboundResult {}

  /** Why there is no answer. */
  enum Cause {
    /** The name did not resolve, or nobody took the connection: the request was not sent. */
    UNREACHABLE,
    /** The connection broke after the request, or part of it, was sent. */
    BROKEN,
    /** No response header in time. */
    HEADERS_TIMEOUT,
    /** The body did not end in time. */
    BODY_TIMEOUT,
    /** Too many requests to that host are under way for this organisation. */
    BUSY,
    /** The waiting thread was interrupted: the request is aborted. */
    CANCELLED
  }
}
