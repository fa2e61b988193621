package sh.executor.catalog.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a kind read from a description.
 *
 * @param title for people
 * @param description for agents; may be empty
 * @param slug a proposal for who gave none
 * @param config what the kind needs later: source, base URL, authentication methods; no secret
 * @param sourceSha256 of the description's bytes, 32 bytes, to tell whether a refresh brought
 *     anything
 * @param operations in the description's order, names unique
 * @param definitions schemas the operations share, by the name used in {@code #/$defs/<name>}, as
 *     JSON text
 */
public record Reading(
    String title,
    String description,
    String slug,
    ObjectNode config,
    byte[] sourceSha256,
    List<Operation> operations,
    Map<String, String> definitions) {

  public Reading {
    operations = List.copyOf(operations);
    definitions = Map.copyOf(definitions);
  }
}
