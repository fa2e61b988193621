package sh.executor.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A credentialed instance of an integration. Never holds a credential. What is null is written as
 * null.
 *
 * @param name an identifier, unique within integration and owner
 * @param integration the integration's slug
 * @param template the way it authenticates, an {@link AuthMethodView#id}
 * @param provider who keeps its values
 * @param address {@code tools.<integration>.<owner>.<name>}
 * @param identityLabel who it acts as over there, for people
 * @param description for agents
 * @param expiresAt when its credential ends; null when that is unknown or never
 * @param oauthClient the client it was signed in by; null for a connection that was not
 * @param missingOAuthScopes what its sign-in was not granted
 */
public record ConnectionView(
    OwnerName owner,
    String name,
    String integration,
    String template,
    String provider,
    String address,
    @Nullable String identityLabel,
    @Nullable String description,
    @Nullable Long expiresAt,
    @Nullable String oauthClient,
    @Nullable OwnerName oauthClientOwner,
    @Nullable String oauthScope,
    List<String> missingOAuthScopes) {}
