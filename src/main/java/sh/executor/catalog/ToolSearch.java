package sh.executor.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.ToolHit;

/**
 * One search over what a caller is offered.
 *
 * <p>Four fields count, by weight: the path 12, the name 10, the integration 8, the description 5.
 * In each the whole phrase and every token score ({@link SearchQuery}). A tool is found when all of
 * one or two tokens, or 60 % of more, match anywhere; a full match and one at the beginning score
 * extra.
 */
final class ToolSearch {

  private static final int PATH = 12;
  private static final int INTEGRATION = 8;
  private static final int NAME = 10;
  private static final int DESCRIPTION = 5;
  private static final int FEW_TOKENS = 2;
  private static final double COVERAGE_MIN = 0.6;

  private static final Comparator<ToolHit> ORDER =
      Comparator.comparingInt(ToolHit::score).reversed().thenComparing(ToolHit::path);

  private final SearchQuery query;
  private final List<String> namespace;
  private final Predicate<String> visible;
  private final List<ToolHit> hits = new ArrayList<>();

  /**
   * @param namespace tokens the path must begin with; empty for anywhere
   * @param visible whether the tool at a path may be found
   */
  ToolSearch(SearchQuery query, List<String> namespace, Predicate<String> visible) {
    this.query = query;
    this.namespace = namespace;
    this.visible = visible;
  }

  /** What was found, the best first. */
  List<ToolHit> hits() {
    hits.sort(ORDER);
    return hits;
  }

  /** Whether a tool of the integration can be in the namespace; if not, spare looking at it. */
  boolean concerns(Offer offer) {
    List<String> slug = SearchText.tokens(SearchText.normalized(offer.slug()));
    int shared = Math.min(slug.size(), namespace.size());
    return !offer.connections().isEmpty()
        && slug.subList(0, shared).equals(namespace.subList(0, shared));
  }

  /** Looks at all tools of one integration. */
  void look(Offer offer, RevisionIndex index) {
    byte[][] words = query.tokens().stream().map(index::matches).toArray(byte[][]::new);
    String integration = SearchText.normalized(offer.slug());
    Field slug = field(integration, matches(SearchText.tokens(integration)), INTEGRATION);
    List<Place> places = offer.connections().stream().map(it -> place(offer.slug(), it)).toList();
    byte[] name = new byte[words.length];
    byte[] description = new byte[words.length];
    for (RevisionIndex.Entry entry : index.entries()) {
      best(words, entry.nameWords(), name);
      best(words, entry.descriptionWords(), description);
      int matched = slug.matched() | bits(name) | bits(description);
      for (Place place : places) {
        int all = matched | place.matched();
        if (isEnough(all)) {
          int score =
              slug.score()
                  + field(entry.name(), name, NAME).score()
                  + field(entry.description(), description, DESCRIPTION).score()
                  + path(place, entry, name).score()
                  + coverageBonus(all)
                  + bonus(place, entry);
          add(offer, place, entry, score);
        }
      }
    }
  }

  /**
   * Whether a tool that matches the tokens of these bits is found. One in which the whole phrase
   * stands matches all of them.
   */
  private boolean isEnough(int matched) {
    int tokens = query.tokens().size();
    return coverage(matched) >= (tokens <= FEW_TOKENS ? 1 : COVERAGE_MIN);
  }

  private int coverageBonus(int matched) {
    double coverage = coverage(matched);
    return coverage == 1 ? 25 : (int) Math.round(coverage * 10);
  }

  private double coverage(int matched) {
    return (double) Integer.bitCount(matched) / query.tokens().size();
  }

  private void add(Offer offer, Place place, RevisionIndex.Entry entry, int score) {
    OperationOutline outline = entry.outline();
    String path = place.path() + outline.name();
    if (inNamespace(place, entry) && visible.test(path)) {
      hits.add(new ToolHit(path, outline.name(), outline.description(), offer.slug(), score));
    }
  }

  private int bonus(Place place, RevisionIndex.Entry entry) {
    String first = query.tokens().getFirst();
    boolean begins = first.equals(place.tokens().getFirst()) || beginsWith(entry.name(), first);
    boolean whole =
        entry.name().equals(query.phrase())
            || (query.phrase().length() == place.words().length() + entry.name().length()
                && (place.words() + entry.name()).equals(query.phrase()));
    return (begins ? 8 : 0) + (whole ? 20 : 0);
  }

  private static boolean beginsWith(String normalized, String token) {
    return normalized.startsWith(token)
        && (normalized.length() == token.length()
            || !Character.isLetterOrDigit(normalized.charAt(token.length())));
  }

  private boolean inNamespace(Place place, RevisionIndex.Entry entry) {
    if (namespace.isEmpty()) {
      return true;
    }
    List<String> tokens = place.tokens();
    if (namespace.size() <= tokens.size()) {
      return namespace.equals(tokens.subList(0, namespace.size()));
    }
    List<String> all = new ArrayList<>(tokens);
    all.addAll(SearchText.tokens(entry.name()));
    return namespace.size() <= all.size() && namespace.equals(all.subList(0, namespace.size()));
  }

  /** The field of a path is that of its connection and that of its operation, end to end. */
  private Field path(Place place, RevisionIndex.Entry entry, byte[] name) {
    byte[] matches = place.matches().clone();
    for (int i = 0; i < matches.length; i++) {
      matches[i] = (byte) Math.max(matches[i], name[i]);
    }
    return bits(matches) == query.all()
        ? field(place.words() + entry.name(), matches, PATH)
        : field("", matches, PATH);
  }

  /**
   * What one field contributes.
   *
   * @param matched the bits of the tokens that match at all
   */
  private record Field(int score, int matched) {}

  private Field field(String text, byte[] matches, int weight) {
    int matched = bits(matches);
    // A phrase can only be where all of its tokens are.
    int score = matched == query.all() && !text.isEmpty() ? query.matchPhrase(text) : 0;
    for (byte match : matches) {
      score += match;
    }
    return new Field(score * weight, matched);
  }

  private static int bits(byte[] matches) {
    int bits = 0;
    for (int i = 0; i < matches.length; i++) {
      bits |= matches[i] > 0 ? 1 << i : 0;
    }
    return bits;
  }

  /** Puts the best match of each token among the words of a field into {@code best}. */
  private static void best(byte[][] words, int[] field, byte[] best) {
    for (int i = 0; i < best.length; i++) {
      byte[] matches = words[i];
      byte most = 0;
      for (int word : field) {
        most = (byte) Math.max(most, matches[word]);
      }
      best[i] = most;
    }
  }

  private byte[] matches(List<String> field) {
    byte[] best = new byte[query.tokens().size()];
    for (int i = 0; i < best.length; i++) {
      for (String word : field) {
        best[i] = (byte) Math.max(best[i], SearchQuery.match(query.tokens().get(i), word));
      }
    }
    return best;
  }

  /**
   * The part of a path that all tools of a connection share.
   *
   * @param path with the dot at its end
   * @param words normalized, with a space at its end
   * @param matches by token of the query
   * @param matched the bits of those that match at all
   */
  private record Place(
      String path, String words, List<String> tokens, byte[] matches, int matched) {}

  private Place place(String slug, Connection connection) {
    String path = slug + '.' + connection.owner().wire() + '.' + connection.name() + '.';
    String words = SearchText.normalized(path);
    List<String> tokens = SearchText.tokens(words);
    byte[] matches = matches(tokens);
    return new Place(path, words + ' ', tokens, matches, bits(matches));
  }
}
