package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One call in the journal of a run. Times are milliseconds since 1970.
 *
 * @param id its number in the run, from 1
 * @param path of the tool
 * @param status {@code sent}, {@code intended}, {@code waiting}, {@code done}, {@code failed},
 *     {@code declined} or {@code in_doubt}
 * @param arguments as the script gave them; left out when there were none or they were too large to
 *     keep
 * @param error the code of what it failed by, or the message it threw; left out when it did not
 *     fail
 * @param endedAt left out while it is under way
 */
@JsonInclude(Include.NON_NULL)
public record CallView(
    int id,
    String path,
    String status,
    @Nullable JsonNode arguments,
    @Nullable String error,
    long startedAt,
    @Nullable Long endedAt) {}
