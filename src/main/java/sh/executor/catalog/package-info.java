/**
 * Integrations, their connections and the tools these make: storage, naming, search, descriptions.
 * Operations and schemas are kept once per revision of an integration; a tool is an operation at a
 * connection, and has no row of its own. Defines the port that the adapters implement, {@link
 * sh.executor.catalog.model.IntegrationKind}, and knows none of them by name.
 */
@NullMarked
package sh.executor.catalog;

import org.jspecify.annotations.NullMarked;
