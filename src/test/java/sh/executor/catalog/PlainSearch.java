package sh.executor.catalog;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.ToolHit;

/** The rules of the search written down the plain way, tool by tool and string by string. */
final class PlainSearch {

  private final String query;
  private final List<String> tokens;
  private final Set<String> matched = new HashSet<>();
  private boolean phrase;
  private int score;

  private PlainSearch(String query) {
    this.query = SearchText.normalized(query);
    this.tokens = SearchText.tokens(this.query).stream().distinct().toList();
  }

  static List<ToolHit> search(Offer offer, String query, RevisionIndex index) {
    return index.entries().stream()
        .flatMap(it -> Stream.ofNullable(new PlainSearch(query).hit(offer, it.outline())))
        .sorted(Comparator.comparingInt((ToolHit hit) -> -hit.score()).thenComparing(ToolHit::path))
        .toList();
  }

  private @Nullable ToolHit hit(Offer offer, OperationOutline outline) {
    String path = offer.slug() + ".org.main." + outline.name();
    add(path, 12);
    add(offer.slug(), 8);
    add(outline.name(), 10);
    add(outline.description(), 5);
    double coverage = (double) matched.size() / tokens.size();
    if (coverage < (tokens.size() <= 2 ? 1 : 0.6) && !phrase) {
      return null;
    }
    score += coverage == 1 ? 25 : (int) Math.round(coverage * 10);
    String first = tokens.getFirst();
    if (first.equals(words(path).getFirst()) || first.equals(words(outline.name()).getFirst())) {
      score += 8;
    }
    if (query.equals(SearchText.normalized(path))
        || query.equals(SearchText.normalized(outline.name()))) {
      score += 20;
    }
    return new ToolHit(path, outline.name(), outline.description(), offer.slug(), score);
  }

  private void add(String field, int weight) {
    String text = SearchText.normalized(field);
    if (text.contains(query)) {
      phrase = true;
      score += weight * (text.equals(query) ? 14 : text.startsWith(query) ? 9 : 6);
    }
    List<String> words = words(field);
    for (String token : tokens) {
      int factor = 0;
      if (words.contains(token)) {
        factor = 4;
      } else if (words.stream().anyMatch(it -> it.startsWith(token) || token.startsWith(it))) {
        factor = 2;
      } else if (text.contains(token)) {
        factor = 1;
      }
      if (factor > 0) {
        matched.add(token);
        score += factor * weight;
      }
    }
  }

  private static List<String> words(String text) {
    return SearchText.tokens(SearchText.normalized(text));
  }
}
