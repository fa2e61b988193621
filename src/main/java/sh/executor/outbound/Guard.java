package sh.executor.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import sh.executor.kernel.TenantId;
import sh.executor.outbound.OutboundResult.Cause;

/** Decides whether a request may go where it says, and to which addresses. */
final class Guard {

  private final Lookups lookups;
  private final boolean localNetwork;

  Guard(Lookups lookups, boolean localNetwork) {
    this.lookups = lookups;
    this.localNetwork = localNetwork;
  }

  /** The decision. */
  sealed interface Clearance {
    /** Connect to one of these addresses, at least one, and to no other. */
    record Cleared(Origin origin, List<InetAddress> addresses) implements Clearance {}

    /** The request ends here, with this. */
    record Stopped(OutboundResult result) implements Clearance {}
  }

  /** Reads the URL, looks its host up once for {@code tenant} and judges each address. */
  Clearance check(TenantId tenant, URI uri, Deadline by) throws InterruptedException {
    Optional<String> refusal = UrlRules.refusal(uri, localNetwork);
    if (refusal.isPresent()) {
      return refused(refusal.get());
    }
    Origin origin = Origin.of(uri);
    return switch (lookups.find(tenant, origin.host(), by)) {
      case Lookups.Found.Addresses(List<InetAddress> addresses) -> judge(origin, addresses);
      case Lookups.Found.Unknown() ->
          failed(Cause.UNREACHABLE, "The name " + origin.host() + " does not resolve.");
      case Lookups.Found.Late() ->
          failed(Cause.UNREACHABLE, "The name " + origin.host() + " did not resolve in time.");
      case Lookups.Found.Busy() ->
          failed(Cause.BUSY, "Too many names are being looked up; try again.");
    };
  }

  /** A name with good and bad addresses has only its good ones: nobody connects to the others. */
  private Clearance judge(Origin origin, List<InetAddress> addresses) {
    List<InetAddress> open = addresses.stream().filter(this::isOpen).toList();
    if (!open.isEmpty()) {
      return new Clearance.Cleared(origin, open);
    }
    boolean local = addresses.stream().anyMatch(address -> Reach.of(address) == Reach.LOCAL);
    return refused(
        local
            ? UrlRules.local(origin.host())
            : origin.host() + " is a reserved address; no request goes there.");
  }

  private boolean isOpen(InetAddress address) {
    return switch (Reach.of(address)) {
      case PUBLIC -> true;
      case LOCAL -> localNetwork;
      case NEVER -> false;
    };
  }

  private static Clearance refused(String reason) {
    return new Clearance.Stopped(new OutboundResult.Refused(reason));
  }

  private static Clearance failed(Cause cause, String reason) {
    return new Clearance.Stopped(new OutboundResult.Failed(cause, reason));
  }
}
