package sh.executor.tenant;

import java.time.Duration;

/**
 * What an organisation lets answer the questions of its runs, and for how long they stand.
 *
 * @param within from a minute to a year
 * @param nativeAnswers whether what a person's client answers counts as the person's
 * @param modelAnswers whether an agent may answer its own questions
 */
public record AnswerTerms(Duration within, boolean nativeAnswers, boolean modelAnswers) {}
