package sh.executor.openapi.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One description: its bytes, and where in them each part is. Not safe for use by several threads
 * at once. Trees it hands out are shared and must not be changed.
 */
public final class Document {

  /** The longest part that is made a tree of, in bytes. */
  static final int PART_BYTES_MAX = 8 << 20;

  private static final int CACHE_BYTES_MAX = 2 << 20;
  private static final int REF_HOPS_MAX = 16;

  private final byte[] json;
  private final Span root;
  private final LinkedHashMap<Integer, Part> cache = new LinkedHashMap<>(64, 0.75f, true);
  private int cachedBytes;

  /** A tree made of {@code length} bytes. */
  private record Part(JsonNode tree, int length) {}

  private Document(byte[] json, Span root) {
    this.json = json;
    this.root = root;
  }

  /**
   * Reads a description in JSON or YAML, up to the point where its parts can be asked for.
   *
   * @param bytes UTF-8, or UTF-16 with a byte order mark; at most {@link Formats#BYTES_MAX}; kept,
   *     so the caller must not change them
   */
  public static Document parse(byte[] bytes) {
    return Formats.parse(bytes);
  }

  static Document ofJson(byte[] json) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(json)) {
      return new Document(json, new DocumentSplitter(parser).split());
    }
  }

  /** The whole description as JSON; not to be changed. */
  byte[] json() {
    return json;
  }

  /** SHA-256 of the whole description as JSON, which is not that of the bytes it was read from. */
  public byte[] sha256() {
    return Sha256.of(json);
  }

  /** The names of the root's members, in order. */
  public Set<String> names() {
    return members(root).keySet();
  }

  /** The names of the members of {@code paths} or {@code components}, in order. */
  public Set<String> names(String member) {
    Span span = members(root).get(member);
    return span == null ? Set.of() : members(span).keySet();
  }

  /** The names of the members of one path item or one section of the components, in order. */
  public Set<String> names(String member, String name) {
    Span span = members(root).get(member);
    Span inner = span == null ? null : members(span).get(name);
    return inner == null ? Set.of() : members(inner).keySet();
  }

  /** The value at the end of {@code tokens}, or a missing node. */
  public JsonNode at(String... tokens) {
    return at(List.of(tokens));
  }

  /** The value at the end of {@code tokens}, or a missing node. */
  public JsonNode at(List<String> tokens) {
    Span span = root;
    int depth = 0;
    while (depth < tokens.size() && span.members() != null) {
      Span next = span.members().get(tokens.get(depth++));
      if (next == null) {
        return MissingNode.getInstance();
      }
      span = next;
    }
    JsonNode node = tree(span);
    for (String token : tokens.subList(depth, tokens.size())) {
      node = child(node, token);
    }
    return node;
  }

  /** Whether there is something at the end of {@code tokens}. */
  public boolean has(List<String> tokens) {
    Span span = root;
    for (String token : tokens) {
      if (span.members() == null) {
        return !at(tokens).isMissingNode();
      }
      Span next = span.members().get(token);
      if (next == null) {
        return false;
      }
      span = next;
    }
    return true;
  }

  /**
   * {@code node}, or what it refers to if it is a reference.
   *
   * @param where what is being read, for the message of a refusal
   */
  public JsonNode resolve(JsonNode node, String where) {
    JsonNode current = node;
    for (int hop = 0; hop < REF_HOPS_MAX; hop++) {
      JsonNode ref = current.path("$ref");
      if (!ref.isTextual()) {
        return current;
      }
      current = target(ref.textValue(), where);
    }
    throw Refusal.extraction(
        where + " goes through more than " + REF_HOPS_MAX + " references, probably in a circle.");
  }

  /** {@code node}, or what it refers to, or a missing node when that leads nowhere. */
  public JsonNode follow(JsonNode node) {
    JsonNode current = node;
    for (int hop = 0; hop < REF_HOPS_MAX; hop++) {
      JsonNode ref = current.path("$ref");
      if (!ref.isTextual()) {
        return current;
      }
      current = Pointer.tokens(ref.textValue()).map(this::at).orElse(MissingNode.getInstance());
    }
    return MissingNode.getInstance();
  }

  /** Refuses {@code ref} if it leads out of this document. */
  public static void refuseExternal(String ref, String where) {
    if (!ref.startsWith("#")) {
      throw Refusal.extraction(
          where
              + " refers to "
              + Refusal.shown(ref)
              + ", which is outside this document. Bundle the description into one file first"
              + " (for example with `redocly bundle`) and add the result.");
    }
  }

  private JsonNode target(String ref, String where) {
    refuseExternal(ref, where);
    JsonNode target = Pointer.tokens(ref).map(this::at).orElse(MissingNode.getInstance());
    if (target.isMissingNode()) {
      throw Refusal.extraction(
          where + " refers to " + Refusal.shown(ref) + ", which is not in the description.");
    }
    return target;
  }

  private static JsonNode child(JsonNode node, String token) {
    if (node.isArray()) {
      return token.matches("\\d{1,6}")
          ? node.path(Integer.parseInt(token))
          : MissingNode.getInstance();
    }
    return node.path(token);
  }

  private JsonNode tree(Span span) {
    Part cached = cache.get(span.start());
    if (cached != null) {
      return cached.tree();
    }
    if (span.length() > PART_BYTES_MAX) {
      throw Refusal.extraction(
          "One part of the description, at byte "
              + span.start()
              + ", is larger than "
              + (PART_BYTES_MAX >> 20)
              + " MiB.");
    }
    JsonNode node = parsed(span);
    cache.put(span.start(), new Part(node, span.length()));
    cachedBytes += span.length();
    evict();
    return node;
  }

  private JsonNode parsed(Span span) {
    try {
      return Json.mapper().readTree(json, span.start(), span.length());
    } catch (JsonProcessingException e) {
      throw Refusal.parse(
          "The description can not be read at byte "
              + (span.start() + Math.max(0, e.getLocation().getByteOffset()))
              + ": "
              + Refusal.shown(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("Reading a part of a description from memory", e);
    }
  }

  private void evict() {
    var eldest = cache.entrySet().iterator();
    while (cachedBytes > CACHE_BYTES_MAX && eldest.hasNext()) {
      cachedBytes -= eldest.next().getValue().length();
      eldest.remove();
    }
  }

  private static Map<String, Span> members(Span span) {
    @Nullable Map<String, Span> members = span.members();
    return members == null ? Map.of() : members;
  }
}
