package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * Why a request was not done: {@code application/problem+json}, RFC 9457.
 *
 * @param type {@code https://executor.sh/problems/<slug>}, documented in docs/api/problems.md
 * @param title the same for every occurrence of the type
 * @param status the HTTP status, again
 * @param detail one sentence about this occurrence, and what to do
 * @param tag the name of the error, for programs
 * @param traceId names the request in traces and logs
 * @param extensions further members, beside these
 */
public record ProblemView(
    String type,
    String title,
    int status,
    String detail,
    @JsonProperty("_tag") String tag,
    String traceId,
    @JsonAnyGetter Map<String, Object> extensions) {}
