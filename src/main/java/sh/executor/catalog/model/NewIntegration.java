package sh.executor.catalog.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * An integration to add.
 *
 * @param kind the {@link IntegrationKind#name}
 * @param slug null to take the one the description suggests
 * @param name null to take the description's title
 * @param description null to take the description's own
 * @param options the kind's settings, in its own wire shape; empty for none
 */
public record NewIntegration(
    String kind,
    Source source,
    @Nullable String slug,
    @Nullable String name,
    @Nullable String description,
    ObjectNode options) {}
