@org.jspecify.annotations.NullMarked
package sh.executor.cli.service;
