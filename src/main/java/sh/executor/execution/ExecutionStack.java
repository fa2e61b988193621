package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import sh.executor.kernel.Caller;

/**
 * All that runs code or calls tools, for every edge: whoever wants a tool called has to come
 * through here, so what is checked or counted here is checked and counted for all.
 */
@Singleton
public final class ExecutionStack {

  private final RunParts parts;
  private final RunDriver driver;
  private final RunDesk runs;
  private final AnswerDesk answers;

  @Inject
  ExecutionStack(RunParts parts, RunDriver driver, RunDesk runs, AnswerDesk answers) {
    this.parts = parts;
    this.driver = driver;
    this.runs = runs;
    this.answers = answers;
  }

  /**
   * What {@code caller} may do with what {@code resource} exposes. Cheap: made for one request, and
   * costs nothing until it is used.
   *
   * @throws IllegalArgumentException when there is no such resource; an edge asks {@link
   *     Resource#exists} first
   */
  public CallerStack forCaller(Caller caller, Resource resource) {
    if (!resource.exists()) {
      throw new IllegalArgumentException("Open the resource " + resource.key() + ": there is none");
    }
    return new CallerStack(parts, driver, runs, answers, caller, resource);
  }
}
