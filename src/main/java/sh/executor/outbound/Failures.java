package sh.executor.outbound;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import sh.executor.outbound.OutboundResult.Cause;
import sh.executor.outbound.OutboundResult.Failed;

/** Says in plain words why there is no answer; never more of the request than its host. */
final class Failures {

  private Failures() {}

  /** No connection: {@code thrown} came before anything was sent. */
  static Failed unreachable(Origin origin, Throwable thrown) {
    String host = origin.authority();
    String reason;
    if (has(thrown, CertificateException.class)) {
      reason = "The certificate of " + host + " is not trusted, or is not for that name.";
    } else if (has(thrown, ConnectTimeoutException.class)) {
      reason = host + " did not take the connection in time.";
    } else if (has(thrown, ConnectException.class) || !origin.tls()) {
      reason = host + " did not take the connection.";
    } else {
      reason = "No TLS connection to " + host + " could be made.";
    }
    return new Failed(Cause.UNREACHABLE, reason);
  }

  /** The connection or what came over it broke. */
  static Failed broken(Origin origin, Throwable thrown) {
    String host = origin.authority();
    String reason;
    if (has(thrown, TooLongFrameException.class)) {
      reason = "The answer of " + host + " has a header that is too large.";
    } else if (has(thrown, DecoderException.class) || has(thrown, IllegalArgumentException.class)) {
      reason = "The answer of " + host + " is not valid HTTP.";
    } else {
      reason = host + " closed the connection before its answer was complete.";
    }
    return new Failed(Cause.BROKEN, reason);
  }

  /** The header did not come in time; without a connection nothing was sent. */
  static Failed headersLate(Origin origin, boolean wasConnected) {
    String host = origin.authority();
    return wasConnected
        ? new Failed(Cause.HEADERS_TIMEOUT, host + " did not answer in time.")
        : new Failed(Cause.UNREACHABLE, host + " did not take the connection in time.");
  }

  /** The body did not end in time. */
  static Failed bodyLate(Origin origin) {
    return new Failed(
        Cause.BODY_TIMEOUT, "The answer of " + origin.authority() + " did not end in time.");
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause).anyMatch(type::isInstance);
  }
}
