package sh.executor.session.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What client and server agreed on when a session was opened.
 *
 * @param protocolVersion as negotiated
 * @param elicitationMode as the URL asked for; null when it did not
 * @param initialize the client's whole request
 */
public record Terms(
    String protocolVersion, @Nullable String elicitationMode, ObjectNode initialize) {}
