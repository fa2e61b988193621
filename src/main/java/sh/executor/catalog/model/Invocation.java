package sh.executor.catalog.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sh.executor.kernel.TenantId;

/**
 * One call to make.
 *
 * @param tenant for whom, so that limits are kept per organisation
 * @param integration the slug, for messages
 * @param arguments as the script gave them; not yet checked
 */
public record Invocation(
    TenantId tenant,
    String integration,
    Operation operation,
    ObjectNode config,
    JsonNode arguments,
    Credential credential) {}
