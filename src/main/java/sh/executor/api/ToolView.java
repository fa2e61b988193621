package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One tool in a list, without its schemas. What is null is left out.
 *
 * @param address the whole address, {@code tools.<integration>.<owner>.<connection>.<name>}
 * @param integration the integration's slug
 * @param connection the connection's name
 * @param name unique within the integration; may contain dots
 * @param pluginId the kind of the integration, such as {@code openapi}
 * @param description for agents; may be empty
 * @param policy what the rules say about it
 * @param requiresApproval whether a person is asked before it runs, rules aside; null when the list
 *     is asked for without annotations
 * @param approvalDescription what that person is asked about, such as {@code POST /repos}
 * @param mayElicit whether it may ask the person for values while it runs
 * @param isStatic whether it is one of the product's own tools
 */
@JsonInclude(Include.NON_NULL)
public record ToolView(
    String address,
    OwnerName owner,
    String integration,
    String connection,
    String name,
    String pluginId,
    String description,
    Decision policy,
    @Nullable Boolean requiresApproval,
    @Nullable String approvalDescription,
    @Nullable Boolean mayElicit,
    @JsonProperty("static") @Nullable Boolean isStatic) {

  /**
   * What happens when the caller calls it. What is null is left out.
   *
   * @param source whether a rule decided, or the tool's own default
   * @param pattern of that rule
   * @param policyId of that rule
   */
  @JsonInclude(Include.NON_NULL)
  public record Decision(
      PolicyAction action, Source source, @Nullable String pattern, @Nullable String policyId) {}

  /** What decided. */
  public enum Source {
    /** A rule of the organisation's or of the caller's. */
    @JsonProperty("user")
    USER,
    /** Nothing but what the tool does. */
    @JsonProperty("plugin-default")
    PLUGIN_DEFAULT
  }
}
