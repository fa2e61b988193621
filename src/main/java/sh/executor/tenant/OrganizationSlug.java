package sh.executor.tenant;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names organisations have in URLs: 2 to 48 of {@code a-z}, {@code 0-9} and single inner
 * hyphens, and none that a route of ours begins with.
 */
final class OrganizationSlug {

  private static final Pattern GRAMMAR =
      Pattern.compile("[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){1,47}");
  private static final int LENGTH_MAX = 48;
  private static final int TAIL_LENGTH = 4;
  private static final int TRIES_MAX = 32;

  /** Without the letters and digits that are mistaken for others. */
  private static final String TAIL_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private static final Set<String> RESERVED =
      Set.of(
          "admin",
          "api",
          "api-keys",
          "apps",
          "approve",
          "assets",
          "auth",
          "authors",
          "billing",
          "blog",
          "cloud",
          "connections",
          "console",
          "create-org",
          "device",
          "docs",
          "executions",
          "health",
          "home",
          "integrations",
          "invite",
          "join",
          "login",
          "logout",
          "mcp",
          "mcp-consent",
          "members",
          "metrics",
          "new",
          "oauth",
          "openapi",
          "org",
          "organizations",
          "orgs",
          "plugins",
          "policies",
          "pricing",
          "privacy",
          "q",
          "resume",
          "runs",
          "secrets",
          "sessions",
          "settings",
          "setup",
          "setup-mcp",
          "sign-in",
          "sign-out",
          "signin",
          "signup",
          "sse",
          "static",
          "status",
          "support",
          "terms",
          "toolkits",
          "tools",
          "user",
          "users",
          "v1",
          "well-known");

  private OrganizationSlug() {}

  /** Whether {@code text} may be an organisation's slug. */
  static boolean valid(String text) {
    return GRAMMAR.matcher(text).matches() && !RESERVED.contains(text);
  }

  /**
   * Proposals for an organisation's slug, best first: its name, then its name with a random tail.
   * At most 33, all valid.
   */
  static Stream<String> proposals(String name, RandomGenerator random) {
    String base = base(name);
    Stream<String> tailed =
        Stream.generate(() -> shortened(base) + '-' + tail(random)).limit(TRIES_MAX);
    return Stream.concat(Stream.of(base), tailed).filter(OrganizationSlug::valid);
  }

  private static String base(String name) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    String words =
        plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String cut = words.substring(0, Math.min(words.length(), LENGTH_MAX)).replaceAll("-$", "");
    return cut.isEmpty() ? "team" : cut;
  }

  private static String shortened(String base) {
    int length = Math.min(base.length(), LENGTH_MAX - TAIL_LENGTH - 1);
    return base.substring(0, length).replaceAll("-$", "");
  }

  private static String tail(RandomGenerator random) {
    StringBuilder tail = new StringBuilder(TAIL_LENGTH);
    for (int i = 0; i < TAIL_LENGTH; i++) {
      tail.append(TAIL_ALPHABET.charAt(random.nextInt(TAIL_ALPHABET.length())));
    }
    return tail.toString();
  }
}
