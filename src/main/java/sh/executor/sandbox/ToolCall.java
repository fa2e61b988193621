package sh.executor.sandbox;

/**
 * A script's call of a tool.
 *
 * @param id the sandbox's name for it, from 1 up in the order of calling
 * @param path as the script wrote it, without the leading {@code tools.}
 * @param argumentJson what the script passed, as JSON in UTF-8; empty when it passed nothing
 */
public record ToolCall(int id, String path, byte[] argumentJson) {}
