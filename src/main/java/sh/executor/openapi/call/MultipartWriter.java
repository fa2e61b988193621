package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Body;
import sh.executor.openapi.document.Json;

/**
 * RFC 7578. An array is one part for each element, an object a part of JSON, a file a part with a
 * name. The boundary is a digest of all parts, so that no part can contain it.
 */
final class MultipartWriter {

  private final List<byte[]> parts = new ArrayList<>();

  /** Body and boundary. */
  record Written(byte[] bytes, String boundary) {}

  static Written write(JsonNode body, Map<String, Body.Part> declared) {
    if (!body.isObject()) {
      throw new BadArguments("`body` must be an object with one member for each part.");
    }
    MultipartWriter writer = new MultipartWriter();
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      writer.field(member.getKey(), member.getValue(), declared.get(member.getKey()));
    }
    return writer.finish();
  }

  private void field(String name, JsonNode value, Body.@Nullable Part declared) {
    if (value.isArray()) {
      value.forEach(element -> one(name, element, declared));
    } else {
      one(name, value, declared);
    }
  }

  private void one(String name, JsonNode value, Body.@Nullable Part declared) {
    if (value.isNull()) {
      return;
    }
    String type = declared == null ? null : declared.contentType();
    if (FileValue.isFile(value) || (declared != null && declared.binary())) {
      FileValue file = FileValue.of(value, name);
      String fileType = type == null || type.contains("*") ? file.type() : type;
      add(
          name,
          file.name() == null ? name : file.name(),
          fileType == null ? "application/octet-stream" : fileType,
          file.bytes());
    } else if (value.isContainerNode()) {
      add(name, null, type == null ? "application/json" : type, utf8(Json.text(value)));
    } else {
      add(name, null, type, utf8(value.asText()));
    }
  }

  private void add(String name, @Nullable String file, @Nullable String type, byte[] content) {
    StringBuilder head = new StringBuilder("Content-Disposition: form-data; name=\"");
    head.append(escaped(name)).append('"');
    if (file != null) {
      head.append("; filename=\"").append(escaped(file)).append('"');
    }
    head.append("\r\n");
    if (type != null) {
      head.append("Content-Type: ").append(type.replaceAll("\\p{Cntrl}", "")).append("\r\n");
    }
    ByteArrayOutputStream part = new ByteArrayOutputStream(content.length + head.length() + 2);
    part.writeBytes(utf8(head.append("\r\n").toString()));
    part.writeBytes(content);
    parts.add(part.toByteArray());
  }

  private Written finish() {
    String boundary = "executor-" + digest();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(utf8("--" + boundary + "\r\n"));
      body.writeBytes(part);
      body.writeBytes(utf8("\r\n"));
    }
    body.writeBytes(utf8("--" + boundary + "--\r\n"));
    return new Written(body.toByteArray(), boundary);
  }

  private String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }

  /** As the HTML standard's form submission escapes names. */
  private static String escaped(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
