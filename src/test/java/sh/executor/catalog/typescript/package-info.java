@org.jspecify.annotations.NullMarked
package sh.executor.catalog.typescript;
