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
 * one or two tokens, or 60 % of more, match anywhere, or the phrase does; a full match and one at
 * the beginning score extra.
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

  /** Looks at all tools of one integration. */
  void look(Offer offer, RevisionIndex index) {
    byte[][] words = query.tokens().stream().map(index::matches).toArray(byte[][]::new);
    String integration = SearchText.normalized(offer.slug());
    Field slug = field(integration, matches(SearchText.tokens(integration)), INTEGRATION);
    List<Place> places = offer.connections().stream().map(it -> place(offer.slug(), it)).toList();
    for (RevisionIndex.Entry entry : index.entries()) {
      Field name = field(entry.name(), best(words, entry.nameWords()), NAME);
      Field description =
          field(entry.description(), best(words, entry.descriptionWords()), DESCRIPTION);
      for (Place place : places) {
        Field path = path(place, entry, name);
        consider(offer, place, entry, path, slug, name, description);
      }
    }
  }

  private void consider(
      Offer offer, Place place, RevisionIndex.Entry entry, Field path, Field... rest) {
    int score = path.score();
    int matched = path.matched();
    boolean phrase = path.phrase();
    for (Field field : rest) {
      score += field.score();
      matched |= field.matched();
      phrase |= field.phrase();
    }
    int tokens = query.tokens().size();
    double coverage = (double) Integer.bitCount(matched) / tokens;
    double needed = tokens <= FEW_TOKENS ? 1 : COVERAGE_MIN;
    if (coverage < needed && !phrase) {
      return;
    }
    score += coverage == 1 ? 25 : (int) Math.round(coverage * 10);
    score += bonus(place, entry);
    String address = place.path() + entry.outline().name();
    if (inNamespace(place, entry) && visible.test(address)) {
      hits.add(
          new ToolHit(
              address, entry.outline().name(), entry.outline().description(), offer.slug(), score));
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
  private Field path(Place place, RevisionIndex.Entry entry, Field name) {
    byte[] matches = place.matches().clone();
    for (int i = 0; i < matches.length; i++) {
      matches[i] = (byte) Math.max(matches[i], name.matches()[i]);
    }
    int matched = bits(matches);
    return matched == query.all()
        ? field(place.words() + entry.name(), matches, PATH)
        : field("", matches, PATH);
  }

  /**
   * What one field contributes.
   *
   * @param matches by token of the query
   * @param matched the bits of the tokens that match at all
   */
  private record Field(int score, int matched, boolean phrase, byte[] matches) {}

  private Field field(String text, byte[] matches, int weight) {
    int matched = bits(matches);
    // A phrase can only be where all of its tokens are.
    int phrase = matched == query.all() && !text.isEmpty() ? query.matchPhrase(text) : 0;
    int score = phrase;
    for (byte match : matches) {
      score += match;
    }
    return new Field(score * weight, matched, phrase > 0, matches);
  }

  private static int bits(byte[] matches) {
    int bits = 0;
    for (int i = 0; i < matches.length; i++) {
      bits |= matches[i] > 0 ? 1 << i : 0;
    }
    return bits;
  }

  private static byte[] best(byte[][] words, int[] field) {
    byte[] best = new byte[words.length];
    for (int i = 0; i < best.length; i++) {
      byte[] matches = words[i];
      for (int word : field) {
        best[i] = (byte) Math.max(best[i], matches[word]);
      }
    }
    return best;
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
   */
  private record Place(String path, String words, List<String> tokens, byte[] matches) {}

  private Place place(String slug, Connection connection) {
    String path = slug + '.' + connection.owner().wire() + '.' + connection.name() + '.';
    String words = SearchText.normalized(path);
    List<String> tokens = SearchText.tokens(words);
    return new Place(path, words + ' ', tokens, matches(tokens));
  }
}
