package sh.executor.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A run with all that is known of it.
 *
 * @param text for a reader: how it stands, or the result or the error, then the logs; cut where it
 *     is long
 * @param structured the same for a program, as in {@link ExecutionView}
 * @param isError whether the code failed
 * @param journal its calls, in their order; of a run under way, as it was last written down
 * @param interactions its questions to people, in the order they were asked
 */
public record ExecutionDetail(
    ExecutionSummary execution,
    String text,
    JsonNode structured,
    boolean isError,
    List<CallView> journal,
    List<InteractionView> interactions) {}
