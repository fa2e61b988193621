package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.Invocation;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.catalog.model.ToolResult.Data;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.binding.Binding.Answer;
import sh.executor.openapi.binding.MediaTypes;
import sh.executor.outbound.OutboundResult;
import sh.executor.outbound.OutboundResult.Answered;

/** Makes a result of what came of a request. A body that is JSON is handed on unparsed. */
public final class Response {

  private static final Pattern CHARSET =
      Pattern.compile("charset=\"?([A-Za-z0-9._:-]+)", Pattern.CASE_INSENSITIVE);

  private final Binding binding;
  private final CallLimits limits;
  private final Redaction redaction;
  private final UpstreamErrors errors;

  /** The response to {@code invocation} of the operation {@code binding} belongs to. */
  public Response(Invocation invocation, Binding binding, Effect effect, CallLimits limits) {
    this.binding = binding;
    this.limits = limits;
    this.redaction = new Redaction(invocation.credential());
    this.errors = new UpstreamErrors(invocation, redaction, effect == Effect.READ);
  }

  /**
   * The result.
   *
   * @param millis how long the request took
   */
  public ToolResult result(OutboundResult outcome, long millis) {
    return switch (outcome) {
      case Answered answered -> answered(answered, millis);
      case OutboundResult.Refused(String reason) ->
          new ToolResult.Failed(ToolError.of("outbound_refused", redaction.of(reason)));
      case OutboundResult.Failed(var cause, String reason) ->
          new ToolResult.Failed(errors.ofCause(cause, reason));
    };
  }

  private ToolResult answered(Answered answered, long millis) {
    if (answered.status() < 200 || answered.status() > 299) {
      return new ToolResult.Failed(errors.ofStatus(answered));
    }
    Map<String, String> headers = ResponseHeaders.visible(answered.headers(), redaction);
    String type = answered.header("content-type").orElse("");
    boolean streamed =
        MediaTypes.stream(type) || (type.isEmpty() && binding.answer() == Answer.STREAM);
    if (streamed) {
      return StreamData.of(answered, type, headers, millis, limits.streamBytesMax());
    }
    if (answered.truncated()) {
      boolean tooLong =
          answered.body().length >= limits.bodyBytesMax() || binding.answer() == Answer.STREAM;
      return new ToolResult.Failed(
          tooLong ? errors.tooLarge(answered.status(), limits) : errors.bodyTimeout());
    }
    return new ToolResult.Ok(data(answered, type), new ToolResult.Http(answered.status(), headers));
  }

  private Data data(Answered answered, String type) {
    byte[] body = answered.body();
    if (body.length == 0 && binding.answer() != Answer.BINARY) {
      return new Data.Json(NullNode.getInstance());
    }
    if (answered.status() == 204 || answered.status() == 205) {
      return new Data.Json(NullNode.getInstance());
    }
    if (binding.answer() == Answer.BINARY) {
      return new Data.Json(FileData.ofBody(answered));
    }
    if (MediaTypes.json(type)) {
      return json(body);
    }
    if (MediaTypes.text(type)) {
      return new Data.Text(new String(body, charset(type)));
    }
    if (MediaTypes.any(type) && isUtf8(body)) {
      return new Data.Unparsed(body);
    }
    return new Data.Json(FileData.ofBody(answered));
  }

  private Data json(byte[] body) {
    if (binding.answer() == Answer.BASE64 || binding.answer() == Answer.BASE64URL) {
      Optional<ObjectNode> file = FileData.ofMember(body, binding.answer() == Answer.BASE64URL);
      if (file.isPresent()) {
        return new Data.Json(file.get());
      }
    }
    return new Data.Unparsed(body);
  }

  private static Charset charset(String type) {
    Matcher matcher = CHARSET.matcher(type);
    if (matcher.find()) {
      try {
        return Charset.forName(matcher.group(1));
      } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
        return StandardCharsets.UTF_8;
      }
    }
    return StandardCharsets.UTF_8;
  }

  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException notText) {
      return false;
    }
  }
}
