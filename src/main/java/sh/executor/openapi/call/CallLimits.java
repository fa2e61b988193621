package sh.executor.openapi.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Binding.Answer;
import sh.executor.outbound.OutboundRequest;

/**
 * What one call may take.
 *
 * @param headersWithin from its start to the end of the response's header
 * @param bodyWithin from there to the end of the body
 * @param bodyBytesMax of a response, after decompression; a longer one is an error
 * @param streamWithin how long a stream is listened to
 * @param streamBytesMax how much is taken of a stream; a longer one is cut
 */
public record CallLimits(
    Duration headersWithin,
    Duration bodyWithin,
    int bodyBytesMax,
    Duration streamWithin,
    int streamBytesMax) {

  private static final int MEBIBYTE = 1 << 20;

  OutboundRequest.Limits of(@Nullable Answer answer) {
    return answer == Answer.STREAM
        ? new OutboundRequest.Limits(headersWithin, streamWithin, streamBytesMax, true)
        : new OutboundRequest.Limits(headersWithin, bodyWithin, bodyBytesMax, true);
  }

  /** The size of the largest body, in words. */
  String bodySize() {
    return bodyBytesMax % MEBIBYTE == 0
        ? bodyBytesMax / MEBIBYTE + " MiB"
        : bodyBytesMax + " bytes";
  }
}
