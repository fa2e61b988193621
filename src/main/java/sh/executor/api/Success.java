package sh.executor.api;

/**
 * The answer to a change that has nothing else to say.
 *
 * @param success always true; what fails is a problem
 */
public record Success(boolean success) {}
