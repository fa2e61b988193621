package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The error of a JSON-RPC answer.
 *
 * @param message safe to show
 * @param data what a program may want to know of it; null for nothing
 */
record RpcError(int code, String message, @Nullable ObjectNode data) {

  /** The JSON could not be read. */
  static final int PARSE_ERROR = -32700;

  /** The message is not one that may be sent here. */
  static final int INVALID_REQUEST = -32600;

  /** There is no such method. */
  static final int METHOD_NOT_FOUND = -32601;

  /** The method can do nothing with these parameters. */
  static final int INVALID_PARAMS = -32602;

  /** Our fault. */
  static final int INTERNAL = -32603;

  /** The HTTP request around the message is wrong. */
  static final int BAD_REQUEST = -32000;

  /** Credentials and sessions; the HTTP status says which. */
  static final int UNAUTHORIZED = -32001;

  /** The session is somebody else's. */
  static final int NOT_YOURS = -32003;

  /** The headers do not say what the body says (2026-07-28). */
  static final int HEADER_MISMATCH = -32020;

  /** The client does not offer what this takes (2026-07-28). */
  static final int MISSING_CAPABILITY = -32021;

  /** We do not speak that revision (2026-07-28). */
  static final int UNSUPPORTED_VERSION = -32022;

  /** There is no such resource; 2026-07-28 says {@link #INVALID_PARAMS} instead. */
  static final int RESOURCE_NOT_FOUND = -32002;

  /** The codes that 2026-07-28 leaves to those who came before it. */
  private static final int LEGACY_FROM = -32019;

  private static final int LEGACY_TO = -32000;

  /** An error of which there is nothing more to say. */
  RpcError(int code, String message) {
    this(code, message, null);
  }

  /** That the client would have to offer {@code capability}. */
  static RpcError missingCapability(String capability) {
    ObjectNode data = Json.object();
    data.putObject("requiredCapabilities").putObject(capability);
    return new RpcError(
        MISSING_CAPABILITY, "The client does not offer " + capability + ", which this takes", data);
  }

  /** That the client would have to take the extension {@code name}. */
  static RpcError missingExtension(String name) {
    ObjectNode data = Json.object();
    data.putObject("requiredCapabilities").putObject("extensions").putObject(name);
    return new RpcError(
        MISSING_CAPABILITY, "The client does not offer " + name + ", which this takes", data);
  }

  /**
   * This error in words of 2026-07-28.
   *
   * @param status of the answer it stands in, which says the rest
   */
  RpcError modern(int status) {
    boolean legacy = code >= LEGACY_FROM && code <= LEGACY_TO;
    return legacy ? new RpcError(status < 500 ? INVALID_REQUEST : INTERNAL, message, data) : this;
  }

  /** What a request comes to that is answered by this, on its span. */
  String word() {
    return "error " + code;
  }

  /** The answer to the request named {@code id}. */
  ObjectNode answering(JsonNode id) {
    ObjectNode answer = answeringNone();
    answer.set("id", id);
    return answer;
  }

  /** The answer without a member {@code id}, as 2026-07-28 has it when no request could be told. */
  ObjectNode answeringNone() {
    ObjectNode answer = Json.object();
    answer.put("jsonrpc", "2.0");
    ObjectNode error = answer.putObject("error").put("code", code).put("message", message);
    if (data != null) {
      error.set("data", data);
    }
    return answer;
  }

  /** The answer when no request could be told. */
  ObjectNode answeringNobody() {
    return answering(NullNode.getInstance());
  }
}
