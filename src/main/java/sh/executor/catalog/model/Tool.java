package sh.executor.catalog.model;

import org.jspecify.annotations.Nullable;
import sh.executor.policy.Decision;

/**
 * An operation at a connection, as one caller sees it.
 *
 * @param kind the {@link IntegrationKind#name} of its integration
 * @param description for agents; may be empty
 * @param approvalDescription what a human is asked about; null to ask with the address only
 * @param reviewed false when a refresh brought it in and nobody has looked at it
 * @param decision what the rules say about calling it
 */
public record Tool(
    ToolAddress address,
    String kind,
    String description,
    Effect effect,
    @Nullable String approvalDescription,
    boolean reviewed,
    Decision decision) {}
