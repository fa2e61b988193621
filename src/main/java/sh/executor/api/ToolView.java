package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One tool in a list, without its schemas. What is null is left out.
 *
 * @param address the whole address, {@code tools.<integration>.<owner>.<connection>.<name>}
 * @param integration the integration's slug
 * @param connection the connection's name
 * @param name unique within the integration; may contain dots
 * @param pluginId the kind of the integration, such as {@code openapi}
 * @param description for agents; may be empty
 * @param requiresApproval whether a person is asked before it runs, rules aside
 * @param approvalDescription what that person is asked about, such as {@code POST /repos}
 * @param mayElicit whether it may ask the person for values while it runs
 * @param isStatic whether it is one of the product's own tools
 */
@JsonInclude(Include.NON_NULL)
public record ToolView(
    String address,
    OwnerName owner,
    String integration,
    String connection,
    String name,
    String pluginId,
    String description,
    @Nullable Boolean requiresApproval,
    @Nullable String approvalDescription,
    @Nullable Boolean mayElicit,
    @JsonProperty("static") @Nullable Boolean isStatic) {}
