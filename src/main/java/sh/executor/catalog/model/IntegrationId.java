package sh.executor.catalog.model;

import java.util.UUID;

/** Identity of an integration inside the house; on the wire it is its slug. */
public record IntegrationId(UUID value) {}
