package sh.executor.catalog.model;

import java.util.UUID;

/** Identity of a connection inside the house; on the wire it is its owner, integration and name. */
public record ConnectionId(UUID value) {}
