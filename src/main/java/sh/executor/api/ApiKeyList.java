package sh.executor.api;

import java.util.List;

/**
 * The keys of the person who asks.
 *
 * @param apiKeys the newest first
 */
public record ApiKeyList(List<ApiKeyView> apiKeys) {}
