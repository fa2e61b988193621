package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.Catalog;
import sh.executor.catalog.Connections;
import sh.executor.database.DatabaseException;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.node.ThisNode;
import sh.executor.sandbox.Sandbox;
import sh.executor.sandbox.SandboxLimits;
import sh.executor.sandbox.SandboxSnapshot;
import sh.executor.sandbox.Sandboxes;
import sh.executor.sandbox.ScriptError;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Key;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/**
 * Drives runs on this node: new ones on the thread of whoever asked, those that wake or are taken
 * over each on a virtual thread of its own.
 */
@Singleton
final class RunDriver {

  private static final Logger LOG = Logger.getLogger(RunDriver.class);

  /**
   * How long the outcome of a run, which is written down by then, waits for those who listen to its
   * calls: what they tell comes before it or not at all. Long enough for a machine that is busy,
   * and a limit for those who tell it to a client that does not read.
   */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(5);

  private final RunParts parts;
  private final Sandboxes sandboxes;
  private final Catalog catalog;
  private final Connections connections;
  private final RunningRuns running;
  private final WarmRuns warm;
  private final RunSignals signals;
  private final ThisNode node;
  private final Traces traces;
  private final SandboxLimits limits;

  @Inject
  RunDriver(
      RunParts parts,
      Sandboxes sandboxes,
      Catalog catalog,
      Connections connections,
      RunningRuns running,
      WarmRuns warm,
      RunSignals signals,
      ThisNode node,
      Traces traces) {
    this.parts = parts;
    this.sandboxes = sandboxes;
    this.catalog = catalog;
    this.connections = connections;
    this.running = running;
    this.warm = warm;
    this.signals = signals;
    this.node = node;
    this.traces = traces;
    // The wall clock of a run is the run's own, as it spans sandboxes; theirs only stands behind
    // it.
    this.limits =
        sandboxes
            .limits()
            .withCpu(parts.config.cpu())
            .withWallClock(parts.config.wallClock().plusMinutes(1));
  }

  /** What {@code caller} sees of the catalog during one run. */
  RunCatalog catalog(Caller caller) {
    return new RunCatalog(caller, catalog, connections, parts.nanoTime);
  }

  /** Runs new code until it ends or rests. */
  ExecutionOutcome start(
      RunHead head, String code, Cancellation cancellation, CallerStack.Listener listener)
      throws InterruptedException {
    Optional<String> refusal = running.begin(head.id(), head.tenant(), cancellation);
    if (refusal.isPresent()) {
      return new ExecutionOutcome.Failed(head.id().toString(), refusal.get(), List.of(), List.of());
    }
    ExecutionOutcome outcome;
    try {
      outcome = begin(head, code, cancellation, listener);
    } finally {
      running.end(head.id(), cancellation);
    }
    heed(cancellation, head, outcome);
    return outcome;
  }

  /** A run that was called off as it went to rest, or elsewhere, has not heard of it. */
  private void heed(Cancellation cancellation, RunHead head, ExecutionOutcome outcome) {
    switch (outcome) {
      case ExecutionOutcome.Completed _, ExecutionOutcome.Failed _ -> {}
      case ExecutionOutcome.Paused _, ExecutionOutcome.Running _ ->
          heed(cancellation, head.tenant(), head.id());
    }
  }

  private void heed(Cancellation cancellation, TenantId tenant, RunId id) {
    if (!cancellation.isCancelled()) {
      return;
    }
    try {
      callOff(tenant, id, "cancelled by request");
    } catch (DatabaseException e) {
      LOG.warnf(e, "That the run %s is to be called off could not be written down", id);
    }
  }

  private ExecutionOutcome begin(
      RunHead head, String code, Cancellation cancellation, CallerStack.Listener listener)
      throws InterruptedException {
    Hold hold = new Hold(node.id(), 1);
    Run.Outset outset = Run.Outset.fresh(node.lapses());
    byte[] text = code.getBytes(StandardCharsets.UTF_8);
    Beginning beginning =
        Beginning.of(
            () -> parts.runs.begin(head, hold, text),
            (state, ending) -> parts.runs.addEnded(head, hold, text, state, ending),
            parts.alarms);
    RunBody body = RunBody.fresh(sandboxes.open(head.tenant(), limits));
    try {
      return drive(head, hold, body, code, new Drive(cancellation, listener, beginning, outset));
    } catch (LostHold | NotNow e) {
      // Another node has it, or will; to whoever waits here that makes no difference.
      return new ExecutionOutcome.Running(head.id().toString());
    } catch (DatabaseException e) {
      if (!mayBeStored(head, beginning)) {
        throw e;
      }
      // It is stored and goes on: told that it failed, its caller might do everything again.
      LOG.warnf(e, "Left the run %s to whoever takes it over", head.id());
      return new ExecutionOutcome.Running(head.id().toString());
    }
  }

  /**
   * Whether a run may be there: then it goes on, here or elsewhere, whatever its caller is told.
   * What breaks a connection may have done so after the row was written.
   */
  private boolean mayBeStored(RunHead head, Beginning beginning) {
    try {
      beginning.await();
      return true;
    } catch (DatabaseException e) {
      return switch (e.kind()) {
        case UNIQUE, FOREIGN_KEY, CONSTRAINT, CONTENTION, TIMEOUT, FAULT -> false;
        case UNAVAILABLE, UNKNOWN_OUTCOME -> isStored(head);
      };
    }
  }

  private boolean isStored(RunHead head) {
    try {
      return parts.runs.state(head.tenant(), head.id()).isPresent();
    } catch (DatabaseException e) {
      return true; // For all we know.
    }
  }

  /**
   * Goes on with a run that was made this node's, on a thread of its own.
   *
   * @param taken one that can't be opened is given up, by itself
   * @param lapses of this node, before the run was made its own
   */
  void goOn(TakenRun taken, long lapses) {
    if (parts.closing.hasBegun()) {
      return; // It is anybody's when this node has left.
    }
    Cancellation cancellation = new Cancellation();
    running.join(taken.run().id(), taken.run().tenant(), cancellation);
    Thread.ofVirtual().name("run").start(() -> goOn(taken, lapses, cancellation));
  }

  private void goOn(TakenRun taken, long lapses, Cancellation cancellation) {
    StoredRun run = taken.run();
    try {
      Role role = Objects.requireNonNullElse(taken.role(), Role.MEMBER);
      Caller caller = new Caller(run.tenant(), run.account(), role, run.credential());
      RunHead head =
          new RunHead(
              run.id(), caller, Resource.of(run.resource()), run.autoApprove(), run.createdAt());
      Optional<String> obstacle = obstacle(taken, head.resource());
      var outset = new Run.Outset(lapses, run.answers(), taken.cancelWish());
      ExecutionOutcome outcome =
          obstacle.isEmpty()
              ? goOn(run, head, Drive.on(cancellation, outset))
              : giveUp(head, new Hold(node.id(), run.epoch()), Beginning.PAST, obstacle.get());
      running.end(run.id(), cancellation);
      heed(cancellation, head, outcome);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LostHold | NotNow | DatabaseException e) {
      LOG.infof("Left the run %s to whoever takes it over: %s", run.id(), e.getMessage());
      running.end(run.id(), cancellation);
      heed(cancellation, run.tenant(), run.id());
    } catch (RuntimeException | Error e) {
      LOG.errorf(e, "Going on with the run %s failed", run.id());
      setBack(run);
    } finally {
      running.end(run.id(), cancellation);
      signals.happened(run.id());
    }
  }

  private void setBack(StoredRun run) {
    try {
      parts.runs.setBack(run.tenant(), run.id(), new Hold(node.id(), run.epoch()));
    } catch (DatabaseException e) {
      LOG.warnf(e, "That the run %s was set back could not be written down", run.id());
    }
  }

  private ExecutionOutcome goOn(StoredRun sealed, RunHead head, Drive drive)
      throws InterruptedException {
    Hold hold = new Hold(node.id(), sealed.epoch());
    StoredRun run;
    try {
      run = parts.runs.opened(sealed);
    } catch (IllegalStateException e) {
      return giveUp(head, hold, Beginning.PAST, Defects.opaque("open a run", e));
    }
    if (run.snapshot() == null) {
      RunBody body = RunBody.fresh(sandboxes.open(run.tenant(), limits));
      return drive(head, hold, body, new String(run.code(), StandardCharsets.UTF_8), drive);
    }
    Optional<RunBody> body;
    try {
      body = body(run);
    } catch (IllegalStateException | SandboxSnapshot.FormatException e) {
      // It would fail on every node, again and again.
      return giveUp(head, hold, Beginning.PAST, Defects.opaque("go on with a run", e));
    }
    if (body.isPresent()) {
      return drive(head, hold, body.get(), null, drive);
    }
    return drive.outset().cancelWish() != null
        ? giveUp(head, hold, Beginning.PAST, RunState.CANCELLED, "The execution was cancelled.")
        : giveUp(
            head,
            hold,
            Beginning.PAST,
            RunState.ENGINE_RETIRED,
            "This run was paused in an engine that the service no longer has, and is not executed"
                + " again. Its journal says what it has done.");
  }

  /** Why nobody goes on with a run, whatever it says. */
  private Optional<String> obstacle(TakenRun taken, Resource resource) {
    if (taken.role() == null) {
      return Optional.of("Who began this run has left the organisation.");
    }
    StoredRun run = taken.run();
    if (run.setbacks() > parts.config.setbacksMax()) {
      LOG.errorf("Gave up the run %s, with which %d nodes died in a row", run.id(), run.setbacks());
      return Optional.of(
          "This run was given up: "
              + run.setbacks()
              + " times in a row the service broke down while it went on with it, and it got no"
              + " further. Its journal says what it has done.");
    }
    return resource.exists()
        ? Optional.empty()
        : Optional.of("What this run was begun at is no longer there.");
  }

  private Optional<RunBody> body(StoredRun run) {
    Optional<RunBody> kept = warm.take(run.id(), run.epoch() - 1);
    if (kept.isPresent()) {
      return kept;
    }
    Envelope envelope = Envelope.read(run.snapshot() == null ? new byte[0] : run.snapshot());
    @Nullable SandboxSnapshot snapshot = envelope.sandbox();
    if (snapshot == null) {
      return Optional.of(RunBody.restored(null, envelope));
    }
    return switch (sandboxes.restore(run.tenant(), limits, snapshot)) {
      case Sandboxes.Restoring.Ready(Sandbox sandbox) ->
          Optional.of(RunBody.restored(sandbox, envelope));
      case Sandboxes.Restoring.EngineMissing _ -> Optional.empty();
      case Sandboxes.Restoring.Refused(ScriptError error)
          when error.kind() == ScriptError.Kind.BUSY ->
          throw new NotNow(run.id());
      case Sandboxes.Restoring.Refused(ScriptError error) ->
          throw new IllegalStateException("Restore " + run.id() + ": " + error.message());
    };
  }

  /** What differs between starting and going on. */
  private record Drive(
      Cancellation cancellation,
      CallerStack.Listener listener,
      Beginning beginning,
      Run.Outset outset) {

    static Drive on(Cancellation cancellation, Run.Outset outset) {
      return new Drive(cancellation, CallerStack.Listener.NOBODY, Beginning.PAST, outset);
    }
  }

  /**
   * Drives a run until it ends or rests.
   *
   * @param code to start with; null to go on
   */
  private ExecutionOutcome drive(
      RunHead head, Hold hold, RunBody body, @Nullable String code, Drive how)
      throws InterruptedException {
    RunCatalog view = catalog(head.caller());
    CallDesk desk = new CallDesk(new Builtins(view), new ToolInvoker(view, traces));
    CallCrew crew = new CallCrew(how.listener(), parts.alarms);
    boolean rests = false;
    try (Trace trace = traces.open(SpanName.EXECUTION_RUN);
        Cancellation.Registration _ =
            how.cancellation()
                .onCancel(
                    () -> {
                      body.cancel();
                      crew.abort();
                    })) {
      trace
          .note(Key.TENANT_ID, head.tenant().toString())
          .note(Key.EXECUTION_ID, head.id().toString());
      running.wakeBy(head.id(), crew::wake);
      Run run =
          new Run(
              parts,
              head,
              hold,
              body,
              new Run.Crew(desk, crew, how.cancellation()),
              how.beginning(),
              how.outset());
      ExecutionOutcome outcome = code == null ? run.goOn() : run.start(code);
      crew.awaitTold(TOLD_WITHIN);
      trace.note(Attribute.CALLS, crew.made()).outcome(outcome);
      rests = outcome instanceof ExecutionOutcome.Paused;
      return outcome;
    } catch (LostHold | NotNow e) {
      throw e;
    } catch (DatabaseException e) {
      // What is broken off now nobody could tell the fate of.
      crew.letFinish(parts.config.drain());
      throw e;
    } catch (RuntimeException e) {
      crew.letFinish(parts.config.drain());
      return giveUp(head, hold, how.beginning(), Defects.opaque("drive a run", e));
    } finally {
      crew.abort();
      if (rests) {
        warm.keep(head.id(), body, hold.epoch());
      } else {
        body.close();
      }
      signals.happened(head.id());
    }
  }

  private ExecutionOutcome giveUp(RunHead head, Hold hold, Beginning beginning, String error) {
    return giveUp(head, hold, beginning, RunState.FAILED, error);
  }

  private ExecutionOutcome giveUp(
      RunHead head, Hold hold, Beginning beginning, RunState state, String error) {
    beginning.await();
    RunLog log = logOf(head);
    Instant now = parts.clock.instant();
    log.close(now);
    ExecutionOutcome outcome =
        new ExecutionOutcome.Failed(head.id().toString(), error, log.emitted(), log.logs());
    parts.runs.end(
        head,
        hold,
        state,
        new RunStore.Ending(
            Outcomes.write(outcome), Trees.bytes(log.journal()), log.callCount(), now));
    return outcome;
  }

  private RunLog logOf(RunHead head) {
    try {
      return parts
          .runs
          .find(head.tenant(), head.id())
          .map(run -> RunLog.of(run, parts.calls.list(head.tenant(), head.id())))
          .orElseGet(RunLog::new);
    } catch (IllegalStateException | UncheckedIOException e) {
      LOG.warnf(e, "The run %s can't be read, and its journal is lost", head.id());
      return new RunLog();
    }
  }

  /** Tells a run something, and goes on with it here when that woke it. */
  Told tell(RunId id, Supplier<Told> telling) {
    long lapses = node.lapses();
    running.claiming(id);
    try {
      Told told = telling.get();
      switch (told) {
        case Told.Nothing _ -> {}
        case Told.Driven _ -> running.wake(id);
        case Told.Claimed(TakenRun taken) -> goOn(taken, lapses);
      }
      return told;
    } finally {
      running.claimed(id);
      signals.happened(id);
    }
  }

  /** Has a run called off, wherever it is; false when it has ended. */
  boolean callOff(TenantId tenant, RunId id, String reason) {
    Told told =
        tell(id, () -> parts.telling.wish(tenant, id, reason, parts.self(), parts.clock.instant()));
    return !(told instanceof Told.Nothing);
  }
}
