package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thing with tools, once connected. What is null is left out.
 *
 * @param slug unique within the organisation
 * @param name for people
 * @param description for agents; may be empty
 * @param kind what sort it is, such as {@code openapi}
 * @param canRemove whether it can be removed at all
 * @param canRefresh whether its description can be fetched again
 * @param authMethods the ways a connection may authenticate; never empty
 * @param operationCount how many operations it has; each is a tool at every connection
 * @param unreviewedCount how many of them a refresh brought in and nobody has looked at: these need
 *     approval
 * @param displayUrl where its description comes from
 */
@JsonInclude(Include.NON_NULL)
public record IntegrationView(
    String slug,
    String name,
    String description,
    String kind,
    boolean canRemove,
    boolean canRefresh,
    List<AuthMethodView> authMethods,
    int operationCount,
    int unreviewedCount,
    @Nullable String displayUrl) {}
