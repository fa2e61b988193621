package sh.executor.outbound;

import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import sh.executor.outbound.OutboundResult.Answered;
import sh.executor.outbound.OutboundResult.Cause;
import sh.executor.outbound.OutboundResult.Failed;
import sh.executor.outbound.OutboundResult.Refused;
import sh.executor.telemetry.Alarms;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/**
 * The way out. Safe for use by many threads; a call blocks its thread, which should be a virtual
 * one, for no longer than the limits of its request.
 */
@Singleton
public final class Outbound {

  private static final int REDIRECTS_MAX = 10;
  private static final int ADDRESSES_MAX = 3;

  private final OutboundConfig config;
  private final Traces traces;
  private final LongSupplier nanoTime;
  private final Lookups lookups;
  private final Guard guard;
  private final Permits permits;
  private final Wire wire;

  @Inject
  Outbound(
      Vertx vertx, OutboundConfig config, Traces traces, LongSupplier nanoTime, Alarms alarms) {
    this(
        config,
        traces,
        nanoTime,
        new Lookups(InetAddress::getAllByName, nanoTime),
        new Wire(vertx, config, alarms, options -> options));
  }

  Outbound(
      OutboundConfig config, Traces traces, LongSupplier nanoTime, Lookups lookups, Wire wire) {
    this.config = config;
    this.traces = traces;
    this.nanoTime = nanoTime;
    this.lookups = lookups;
    this.guard = new Guard(lookups, config.allowLocalNetwork());
    this.permits =
        new Permits(
            config.requestsMax(), config.requestsPerTenantMax(), config.requestsPerOriginMax());
    this.wire = wire;
  }

  /**
   * Sends {@code request}, follows redirects, and waits for the answer. Interrupting the thread
   * aborts the request: the connection is closed, the answer is {@link Cause#CANCELLED} and the
   * flag stays set. A safe method ({@code GET}, {@code HEAD}, {@code OPTIONS}) is sent a second
   * time when a connection breaks before the answer begins; any other is sent at most once.
   */
  public OutboundResult send(OutboundRequest request) {
    try {
      return follow(request, Deadline.in(request.limits().headersWithin(), nanoTime));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed(Cause.CANCELLED, "The request was cancelled.");
    }
  }

  private OutboundResult follow(OutboundRequest request, Deadline headersBy)
      throws InterruptedException {
    OutboundRequest next = request;
    for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      OutboundResult result = traced(next, headersBy);
      if (!(result instanceof Answered answered)) {
        return result;
      }
      switch (Redirects.after(next, answered)) {
        case Redirects.Step.Stay() -> {
          return result;
        }
        case Redirects.Step.Refuse(String reason) -> {
          return new Refused(reason);
        }
        case Redirects.Step.Follow(OutboundRequest following) -> next = following;
      }
    }
    return new Refused("The server redirected more than " + REDIRECTS_MAX + " times.");
  }

  private OutboundResult traced(OutboundRequest request, Deadline headersBy)
      throws InterruptedException {
    try (Trace trace = traces.open(SpanName.OUTBOUND_REQUEST)) {
      OutboundResult result = hop(request, headersBy, trace);
      trace.outcome(result);
      switch (result) {
        case Answered answered -> trace.note(Attribute.HTTP_STATUS, answered.status());
        case Refused _ -> trace.failed("refused");
        case Failed failed -> trace.failed(failed.cause().name().toLowerCase(Locale.ROOT));
      }
      return result;
    }
  }

  private OutboundResult hop(OutboundRequest request, Deadline headersBy, Trace trace)
      throws InterruptedException {
    Optional<String> refusal = RequestRules.refusal(request, config.requestBytesMax());
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    return switch (guard.check(request.tenant(), request.uri(), headersBy)) {
      case Guard.Clearance.Stopped(OutboundResult result) -> result;
      case Guard.Clearance.Cleared cleared -> {
        trace.note(Attribute.HTTP_METHOD, request.method());
        trace.note(Attribute.SERVER_ADDRESS, cleared.origin().host());
        yield permitted(request, cleared, headersBy);
      }
    };
  }

  private OutboundResult permitted(
      OutboundRequest request, Guard.Clearance.Cleared cleared, Deadline headersBy)
      throws InterruptedException {
    Deadline permitBy = headersBy.orIn(config.permitWithin());
    Optional<Permits.Permit> permit = permits.acquire(request.tenant(), cleared.origin(), permitBy);
    if (permit.isEmpty()) {
      return new Failed(
          Cause.BUSY,
          "Too many requests to " + cleared.origin().authority() + " are under way; try again.");
    }
    try (Permits.Permit _ = permit.get()) {
      return tryAddresses(request, cleared, headersBy);
    }
  }

  private OutboundResult tryAddresses(
      OutboundRequest request, Guard.Clearance.Cleared cleared, Deadline headersBy)
      throws InterruptedException {
    Iterator<InetAddress> addresses = cleared.addresses().stream().limit(ADDRESSES_MAX).iterator();
    OutboundResult result;
    do {
      result = wire.send(request, cleared.origin(), addresses.next(), headersBy);
    } while (isUnreachable(result) && addresses.hasNext());
    return result;
  }

  private static boolean isUnreachable(OutboundResult result) {
    return result instanceof Failed failed && failed.cause() == Cause.UNREACHABLE;
  }

  @PreDestroy
  void close() {
    wire.close();
    lookups.close();
  }
}
