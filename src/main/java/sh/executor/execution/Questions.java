package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.ConnectionId;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.Question;
import sh.executor.kernel.TenantId;

/** Questions and answers as they are stored: JSON, sealed. */
@Singleton
final class Questions {

  private static final String REQUEST = "interaction.request";
  private static final String ANSWER = "interaction.answer";

  private final SealedColumns columns;

  @Inject
  Questions(SealedColumns columns) {
    this.columns = columns;
  }

  /** What is asked, for storage. */
  byte[] seal(TenantId tenant, Interaction interaction) {
    Question question = interaction.question();
    ObjectNode json =
        Trees.object().put("message", question.message()).put("address", question.address());
    json.set("arguments", question.arguments());
    if (question.requestedSchema() != null) {
      json.set("requestedSchema", question.requestedSchema());
    }
    if (question.connection() != null) {
      json.put("connection", question.connection().value().toString());
    }
    return columns.seal(tenant, REQUEST, interaction.id().value(), Trees.bytes(json));
  }

  /** What was asked. */
  Question open(TenantId tenant, UUID interaction, Question.Kind kind, byte[] stored) {
    JsonNode json = Trees.read(columns.open(tenant, REQUEST, interaction, stored));
    return new Question(
        kind,
        json.path("message").asText(),
        json.path("address").asText(),
        json.path("arguments"),
        json.hasNonNull("connection")
            ? new ConnectionId(UUID.fromString(json.path("connection").asText()))
            : null,
        json.get("requestedSchema") instanceof ObjectNode schema ? schema : null);
  }

  /** The content of an answer, for storage; null for none. */
  byte @Nullable [] sealAnswer(TenantId tenant, UUID interaction, @Nullable ObjectNode content) {
    return content == null ? null : columns.seal(tenant, ANSWER, interaction, Trees.bytes(content));
  }

  /** What was answered; null for yes or no. */
  @Nullable ObjectNode openAnswer(TenantId tenant, UUID interaction, byte @Nullable [] stored) {
    byte @Nullable [] json = columns.openOrNull(tenant, ANSWER, interaction, stored);
    return json != null && Trees.read(json) instanceof ObjectNode content ? content : null;
  }
}
