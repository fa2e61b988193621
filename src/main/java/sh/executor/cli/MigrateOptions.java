package sh.executor.cli;

import java.nio.file.Path;

/**
 * How to migrate.
 *
 * @param dataDirectory where the private database is, unless the environment names another
 * @param check whether only to say what would happen
 */
public record MigrateOptions(Path dataDirectory, boolean check) {}
