package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import sh.executor.session.LiveSession;

/**
 * What a client can put to its user: {@code capabilities.elicitation} of its {@code initialize}, as
 * far as the agreed revision has it.
 *
 * @param form whether it shows forms (from 2025-06-18 on)
 * @param url whether it opens URLs (from 2025-11-25 on)
 * @param modes whether requests say which of both they are
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation">MCP
 *     2025-11-25, Elicitation</a>
 */
record Abilities(boolean form, boolean url, boolean modes) {

  /** Of the client of a session. */
  static Abilities of(LiveSession session) {
    ProtocolVersion version = ProtocolVersion.negotiate(session.protocolVersion());
    JsonNode declared = session.capabilities().path("elicitation");
    boolean exists = version.elicits() && declared.isObject();
    boolean modes = version.elicitsUrls();
    return new Abilities(
        exists && (!modes || declared.isEmpty() || declared.path("form").isObject()),
        exists && modes && declared.path("url").isObject(),
        modes);
  }

  /** Of a client without a session, which declares them with each request. */
  static Abilities declared(JsonNode elicitation) {
    boolean exists = elicitation.isObject();
    return new Abilities(
        exists && (elicitation.isEmpty() || elicitation.path("form").isObject()),
        exists && elicitation.path("url").isObject(),
        true);
  }

  /** Those without pages. */
  Abilities withoutPages() {
    return new Abilities(form, false, modes);
  }

  /** Whether it can put anything at all. */
  boolean any() {
    return form || url;
  }
}
