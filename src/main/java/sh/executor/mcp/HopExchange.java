package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sh.executor.node.HopChannel;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Traces;

/** An exchange whose socket another node holds: what is written goes back over a channel. */
final class HopExchange implements Exchange {

  private final HopChannel channel;
  private final HopHead head;
  private final byte[] body;
  private final McpConfig config;
  private final HopWriter writer;
  private final AtomicBoolean answered = new AtomicBoolean();

  HopExchange(HopChannel channel, HopHead head, byte[] body, McpConfig config) {
    this.channel = channel;
    this.head = head;
    this.body = body;
    this.config = config;
    this.writer = new HopWriter(channel, config.streamPendingBytesMax());
  }

  @Override
  public String method() {
    return head.method();
  }

  @Override
  public String path() {
    return head.path();
  }

  @Override
  public String origin() {
    return head.origin();
  }

  @Override
  public @Nullable String header(String name) {
    return head.headers().get(name);
  }

  /** The first alone is passed on: requests that hop repeat nothing in headers. */
  @Override
  public List<String> headers(String name) {
    String first = header(name);
    return first == null ? List.of() : List.of(first);
  }

  @Override
  public Set<String> headerNames() {
    return new TreeSet<>(head.headers().keySet());
  }

  @Override
  public @Nullable String query(String name) {
    return name.equals(HopHead.SSE_SESSION) && isSse() ? head.sseSession() : null;
  }

  @Override
  public Body body(Duration within) {
    return new Body.Complete(body);
  }

  @Override
  public void answer(Answer answer) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    Traces.note(Attribute.HTTP_STATUS, answer.status());
    ObjectNode top = Json.object().put("status", answer.status());
    ObjectNode headers = top.putObject("headers");
    answer.headers().forEach(headers::put);
    List<byte[]> messages = new ArrayList<>(HopMessage.of(HopMessage.Kind.ANSWER, Json.bytes(top)));
    messages.addAll(HopMessage.of(HopMessage.Kind.BODY, answer.body()));
    writer.end(messages);
  }

  @Override
  public EventSink stream(Map<String, String> headers) {
    HopEventSink sink = new HopEventSink(channel, writer, config.drainWithin());
    if (answered.compareAndSet(false, true)) {
      Traces.note(Attribute.HTTP_STATUS, 200);
      ObjectNode top = Json.object();
      headers.forEach(top::put);
      var _ = writer.write(HopMessage.of(HopMessage.Kind.STREAM, Json.bytes(top)));
    }
    return sink;
  }

  @Override
  public void onGone(Runnable action) {
    channel.onOver(
        () -> {
          if (!answered.get()) {
            action.run();
          }
        });
  }

  /** Whether it is a message to a session of HTTP+SSE. */
  boolean isSse() {
    return !head.sseSession().isEmpty() && header("mcp-session-id") == null;
  }

  /** Ends it, if nobody has answered and nobody will. */
  void endUnanswered() {
    if (answered.compareAndSet(false, true)) {
      channel.end();
    }
  }

  /** Says that nothing was done, because the session is at home elsewhere. */
  void moved() {
    if (answered.compareAndSet(false, true)) {
      writer.end(HopMessage.of(HopMessage.Kind.MOVED));
    }
  }
}
