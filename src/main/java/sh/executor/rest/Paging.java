package sh.executor.rest;

import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Page;

/**
 * The part of a list that a request asks for. The list keeps the shape of an array; how long it is
 * and where it goes on is said by the headers {@code X-Total-Count} and {@code Link} (RFC 8288,
 * relation {@code next}).
 *
 * @param limit the most items to answer with, {@code [1, LIMIT_MAX]}
 * @param offset how many to leave out before
 */
record Paging(int limit, int offset) {

  static final int LIMIT_DEFAULT = 1_000;
  static final int LIMIT_MAX = 10_000;

  /** Reads the two query parameters, for a list of small things. */
  static Paging of(@Nullable String limit, @Nullable String offset) {
    return of(limit, offset, LIMIT_DEFAULT, LIMIT_MAX);
  }

  /**
   * Likewise, for a list that is shown in pages of {@code limitDefault} or up to {@code limitMax}.
   */
  static Paging of(
      @Nullable String limit, @Nullable String offset, int limitDefault, int limitMax) {
    return new Paging(
        Query.integer("limit", limit, limitDefault, 1, limitMax),
        Query.integer("offset", offset, 0, 0, Integer.MAX_VALUE));
  }

  /** Answers with the items of {@code page}, each as {@code view} shows it. */
  <T, V> RestResponse<List<V>> response(Page<T> page, Function<T, V> view, UriInfo uri) {
    RestResponse.ResponseBuilder<List<V>> response =
        RestResponse.ResponseBuilder.ok(page.items().stream().map(view).toList());
    response.header("X-Total-Count", page.total());
    page.nextOffset()
        .ifPresent(next -> response.header("Link", "<" + target(uri, next) + ">; rel=\"next\""));
    return response.build();
  }

  private String target(UriInfo uri, int next) {
    return uri.getRequestUri().getRawPath()
        + '?'
        + uri.getRequestUriBuilder()
            .replaceQueryParam("limit", limit)
            .replaceQueryParam("offset", next)
            .build()
            .getRawQuery();
  }
}
