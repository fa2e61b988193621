package sh.executor.openapi.read;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.document.Json;

/**
 * Names the tools of one description: {@code group.leaf}, each unique and at most {@link
 * #LENGTH_MAX} characters.
 *
 * <p>Names that collide are told apart in rounds, each applied to all of a colliding bucket: the
 * version from the path is put between group and leaf, then the method is appended, then a hash of
 * method and path. A name the description gives itself ({@code x-executor-toolPath}) stays as it is
 * until the last round.
 */
final class ToolNames {

  static final int LENGTH_MAX = 255;

  private static final int HASH_LENGTH = 8;

  private final List<Name> names = new ArrayList<>();

  private ToolNames(List<Route> routes) {
    for (Route route : routes) {
      names.add(Name.of(route));
    }
  }

  /** One name under way. */
  private record Name(
      Route route, boolean fixed, String group, @Nullable String version, String leaf) {

    static Name of(Route route) {
      String toolPath = route.toolPath();
      if (toolPath != null && !toolPath.isBlank()) {
        return new Name(route, true, "", null, Json.wellFormed(toolPath));
      }
      String group = route.group();
      return new Name(route, false, group, null, route.leaf(group));
    }

    String text() {
      if (fixed) {
        return leaf;
      }
      return version == null ? group + '.' + leaf : group + '.' + version + '.' + leaf;
    }

    Name versioned() {
      return fixed ? this : new Name(route, false, group, route.version(), leaf);
    }

    Name withMethod() {
      return fixed ? this : withLeaf(leaf + Words.pascal(route.method()));
    }

    Name withHash() {
      return withLeaf(leaf + hash(route.method() + ' ' + route.path()));
    }

    private Name withLeaf(String leaf) {
      return new Name(route, fixed, group, version, leaf);
    }
  }

  /** The names of {@code routes}, in their order. */
  static List<String> of(List<Route> routes) {
    ToolNames names = new ToolNames(routes);
    names.tellApart(Name::versioned);
    names.tellApart(Name::withMethod);
    names.tellApart(Name::withHash);
    return names.unique();
  }

  private void tellApart(UnaryOperator<Name> change) {
    Map<String, Integer> counts = new HashMap<>();
    for (Name name : names) {
      counts.merge(name.text(), 1, Integer::sum);
    }
    names.replaceAll(name -> counts.getOrDefault(name.text(), 0) > 1 ? change.apply(name) : name);
  }

  private List<String> unique() {
    Set<String> taken = new HashSet<>();
    List<String> unique = new ArrayList<>();
    for (Name name : names) {
      String text = bounded(name.text());
      for (int n = 2; !taken.add(text); n++) {
        text = bounded(name.text() + '_' + n);
      }
      unique.add(text);
    }
    return unique;
  }

  /** {@code text}, or its beginning and a hash of the whole when it is too long for a name. */
  static String bounded(String text) {
    return text.length() <= LENGTH_MAX
        ? text
        : Json.wellFormed(text.substring(0, LENGTH_MAX - HASH_LENGTH - 1)) + '_' + hash(text);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_LENGTH / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
