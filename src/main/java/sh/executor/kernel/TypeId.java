package sh.executor.kernel;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A UUID with the name of its kind, as it goes over the wire: {@code
 * run_01h455vb4pex5vsknk084sn02q}.
 *
 * <p>The suffix is the UUID in Crockford's base 32, lower case, always 26 characters, so that ids
 * of one kind sort as their UUIDs do. Not a secret: what grants access is 256 random bits
 * elsewhere.
 *
 * @param prefix the kind, {@code [a-z]([a-z_]*[a-z])?}, at most 63 characters
 * @param uuid the identity within the kind
 * @see <a href="https://github.com/jetify-com/typeid/tree/main/spec">TypeID 0.3.0</a>
 */
public record TypeId(String prefix, UUID uuid) {

  private static final Pattern PREFIX = Pattern.compile("[a-z]([a-z_]{0,61}[a-z])?");
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int SUFFIX_LENGTH = 26;
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  public TypeId {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("Not a TypeID prefix: " + prefix);
    }
  }

  /** The id {@code text} stands for, or empty when it is not a TypeID of kind {@code prefix}. */
  public static Optional<TypeId> parse(String prefix, String text) {
    int start = prefix.length() + 1;
    if (text.length() != start + SUFFIX_LENGTH
        || !text.startsWith(prefix)
        || text.charAt(prefix.length()) != '_'
        || text.charAt(start) > '7') {
      return Optional.empty();
    }
    long high = 0;
    long low = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= VALUES.length || VALUES[c] < 0) {
        return Optional.empty();
      }
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | VALUES[c];
    }
    return Optional.of(new TypeId(prefix, new UUID(high, low)));
  }

  /** The wire form. */
  @Override
  public String toString() {
    char[] suffix = new char[SUFFIX_LENGTH];
    long high = uuid.getMostSignificantBits();
    long low = uuid.getLeastSignificantBits();
    for (int i = SUFFIX_LENGTH - 1; i >= 0; i--) {
      suffix[i] = ALPHABET.charAt((int) (low & 31));
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return prefix + '_' + new String(suffix);
  }
}
