@org.jspecify.annotations.NullMarked
package sh.executor.deploy;
