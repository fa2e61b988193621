package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.CallerStack;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunId;

/**
 * Follows a run for a client that waits: puts its questions to the person there, where that is how
 * they are put, and waits for answers wherever they are given. Following decides nothing: a client
 * that fails, refuses or goes away leaves the run as it is.
 */
@Singleton
final class RunFollower {

  private static final Logger LOG = Logger.getLogger(RunFollower.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final ExecutionStack stack;
  private final Manners manners;
  private final PausePages pages;
  private final McpConfig config;
  private final LongSupplier nanoTime;

  @Inject
  RunFollower(
      ExecutionStack stack,
      Manners manners,
      PausePages pages,
      McpConfig config,
      LongSupplier nanoTime) {
    this.stack = stack;
    this.manners = manners;
    this.pages = pages;
    this.config = config;
    this.nanoTime = nanoTime;
  }

  /** From a run's first pause on, as long as its client is there to answer its questions. */
  Followed ask(Asking asking, ExecutionOutcome outcome) throws InterruptedException {
    return follow(asking, outcome, new Patience(config.questionWithin(), Set.of()));
  }

  /**
   * Until the run ends, or asks something that it has not asked so far.
   *
   * @param known the questions not to stop at: the client was told of them before
   */
  Followed await(Asking asking, ExecutionOutcome outcome, Set<InteractionId> known, Duration within)
      throws InterruptedException {
    return follow(asking, outcome, new Patience(within, known));
  }

  /**
   * How long to follow.
   *
   * @param known questions that are worth waiting for although the client can't answer them
   */
  private record Patience(Duration within, Set<InteractionId> known) {}

  private Followed follow(Asking asking, ExecutionOutcome from, Patience patience)
      throws InterruptedException {
    RunId id = RunId.parse(from.executionId()).orElseThrow();
    CallerStack runs = stack.forCaller(asking.caller(), asking.resource());
    asking.line().follow(id);
    Bell bell = new Bell();
    Manner manner = manners.of(asking);
    Asks asks = new Asks(asking.line(), manner, bell, pages);
    Ticks ticks = new Ticks(asking.progress(), patience.within());
    ExecutionOutcome outcome = from;
    CompletableFuture<Void> _ = asking.line().closed().thenRun(bell::ring);
    // Whatever ends it: what nobody waits for any more must not stay with the client.
    try (asks;
        Cancellation.Registration _ = asking.cancellation().onCancel(bell::ring)) {
      boolean over = false;
      while (!over) {
        Cancellation wake = bell.next();
        asks.put(questions(outcome));
        over = isOver(asking, outcome, asks, patience) || ticks.left().isZero();
        if (!over) {
          ticks.report(outcome);
          outcome =
              next(() -> runs.await(id, asks.seen(), ticks.next(), wake), wake).orElse(outcome);
        }
      }
    }
    return new Followed(outcome, manner, asks.notes());
  }

  /** How a run is at some time. */
  @FunctionalInterface
  private interface Look {
    Optional<ExecutionOutcome> at() throws InterruptedException;
  }

  /**
   * How a run is next; empty while that can't be found out, which its client need not know: what it
   * was told last is the way back to the run.
   */
  private static Optional<ExecutionOutcome> next(Look look, Cancellation wake)
      throws InterruptedException {
    try {
      return look.at();
    } catch (RuntimeException e) {
      LOG.debug("Looking at a run that is followed failed; it is looked at again", e);
      CountDownLatch rung = new CountDownLatch(1);
      try (Cancellation.Registration _ = wake.onCancel(rung::countDown)) {
        boolean _ = rung.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
      return Optional.empty();
    }
  }

  private static boolean isOver(
      Asking asking, ExecutionOutcome outcome, Asks asks, Patience patience) {
    if (asking.cancellation().isCancelled()
        || asking.line().closed().isDone()
        || !asking.line().asked().isEmpty()) {
      return true;
    }
    return switch (outcome) {
      case ExecutionOutcome.Completed _, ExecutionOutcome.Failed _ -> true;
      case ExecutionOutcome.Running _ -> false;
      case ExecutionOutcome.Paused(_, List<Interaction> questions, _, _) ->
          questions.stream().noneMatch(question -> asks.hopes(question.id()))
              && !patience.known().containsAll(ids(questions));
    };
  }

  private static List<Interaction> questions(ExecutionOutcome outcome) {
    return outcome instanceof ExecutionOutcome.Paused paused ? paused.questions() : List.of();
  }

  private static Set<InteractionId> ids(List<Interaction> questions) {
    return questions.stream().map(Interaction::id).collect(Collectors.toSet());
  }

  /** The time there is, and who is told that it passes. */
  private final class Ticks {

    private final Progress progress;
    private final long untilNanos;
    private @Nullable Long reportAtNanos;

    private Ticks(Progress progress, Duration within) {
      this.progress = progress;
      this.untilNanos = nanoTime.getAsLong() + within.toNanos();
    }

    private Duration left() {
      return Duration.ofNanos(Math.max(0, untilNanos - nanoTime.getAsLong()));
    }

    private Duration next() {
      return left().compareTo(config.progressEvery()) < 0 ? left() : config.progressEvery();
    }

    private void report(ExecutionOutcome outcome) {
      long now = nanoTime.getAsLong();
      if (reportAtNanos == null || now - reportAtNanos >= 0) {
        reportAtNanos = now + config.progressEvery().toNanos();
        progress.report(
            outcome instanceof ExecutionOutcome.Paused
                ? "waiting for a person to answer"
                : "running");
      }
    }
  }
}
