package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person. Times are milliseconds since 1970.
 *
 * @param account whose run asks
 * @param callId the number of the call it is about
 * @param kind {@code approval}, {@code in_doubt}, {@code form} or {@code url}
 * @param status {@code pending}, {@code accepted}, {@code declined}, {@code cancelled} or {@code
 *     expired}
 * @param message names the tool, the account, the arguments and the rule that asks
 * @param address path of the tool
 * @param arguments as the script gave them; left out when there were none
 * @param requestedSchema of the content of an accepting answer; left out when yes or no is all
 *     there is to say
 * @param consoleOnly whether only a person at the console may answer
 * @param expiresAt when it counts as declined
 * @param answeredBy left out while it is pending, and when no person answered
 * @param answeredAt left out while it is pending
 * @param answeredVia {@code native}, {@code model}, {@code rest}, {@code page}, {@code deadline} or
 *     {@code run_ended}; left out while it is pending
 */
@JsonInclude(Include.NON_NULL)
public record InteractionView(
    String id,
    String executionId,
    String account,
    int callId,
    String kind,
    String status,
    String message,
    String address,
    @Nullable JsonNode arguments,
    @Nullable JsonNode requestedSchema,
    boolean consoleOnly,
    long createdAt,
    long expiresAt,
    @Nullable String answeredBy,
    @Nullable Long answeredAt,
    @Nullable String answeredVia) {}
