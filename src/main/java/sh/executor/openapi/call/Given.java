package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Parameter;

/**
 * The arguments of a call, sorted.
 *
 * @param values by parameter; none is null
 * @param body null when none was given
 * @param bodyBase64 null when none was given
 * @param contentType null for the first that is declared
 * @param server a missing node when none was chosen
 */
record Given(
    Map<Parameter, JsonNode> values,
    @Nullable JsonNode body,
    @Nullable String bodyBase64,
    @Nullable String contentType,
    JsonNode server) {}
