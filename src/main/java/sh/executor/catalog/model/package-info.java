/**
 * The words of the catalog as values: what an {@link sh.executor.catalog.model.IntegrationKind}
 * reads and invokes, and what the catalog answers. Data only, but for the port itself.
 */
@NullMarked
package sh.executor.catalog.model;

import org.jspecify.annotations.NullMarked;
