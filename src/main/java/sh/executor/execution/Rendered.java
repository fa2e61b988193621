package sh.executor.execution;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An outcome as agents and consoles are shown it.
 *
 * @param text the result or error, and the logs
 * @param content MCP content blocks: what was emitted if anything was, else the text
 * @param structured {@code {status, result | error, emitted?, logs, executionId}}
 */
public record Rendered(String text, ArrayNode content, ObjectNode structured, boolean isError) {}
