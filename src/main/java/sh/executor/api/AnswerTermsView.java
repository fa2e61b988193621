package sh.executor.api;

/**
 * What an organisation lets answer the questions of its runs, and for how long they stand.
 *
 * @param answerSeconds from 60 to 31536000
 * @param nativeAnswers whether what a person's client answers counts as the person's
 * @param modelAnswers whether an agent may answer its own questions
 */
public record AnswerTermsView(long answerSeconds, boolean nativeAnswers, boolean modelAnswers) {}
