package sh.executor.api;

/**
 * Asks what is at a URL.
 *
 * @param url absolute, {@code http} or {@code https}, at most 2,048 characters
 */
public record DetectRequest(String url) {}
