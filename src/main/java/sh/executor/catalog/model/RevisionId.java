package sh.executor.catalog.model;

import java.util.UUID;

/**
 * Identity of one reading of an integration's description. What is stored under it never changes,
 * so that anything derived from it can be kept by this key.
 */
public record RevisionId(UUID value) {}
