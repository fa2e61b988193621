package sh.executor.openapi.auth;

import java.util.regex.Pattern;
import sh.executor.catalog.model.AuthMethod.Carrier;
import sh.executor.outbound.Reserved;

/** Which headers, parameters and cookies may carry a credential. */
public final class PlacementNames {

  /** A token of RFC 9110 §5.6.2, as header and cookie names are. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");

  private static final Pattern QUERY = Pattern.compile("[^\\p{Cntrl}]{1,200}");

  private PlacementNames() {}

  /** Whether {@code name} is one. */
  public static boolean valid(Carrier carrier, String name) {
    return switch (carrier) {
      case HEADER ->
          TOKEN.matcher(name).matches()
              && !name.equalsIgnoreCase("Content-Type")
              && !Reserved.isHeader(name);
      case COOKIE -> TOKEN.matcher(name).matches();
      case QUERY -> QUERY.matcher(name).matches();
    };
  }
}
