package sh.executor.node;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets only those connect who could be a node: no page sends them, they name this very node, a key
 * we have, and a nonce. Whether they are one they prove afterwards. Everybody else is told that
 * there is nothing here.
 */
@Singleton
final class HopDoor implements HttpUpgradeCheck {

  private static final int NOT_FOUND = 404;

  private final ThisNode node;
  private final HopKeys keys;

  @Inject
  HopDoor(ThisNode node, HopKeys keys) {
    this.node = node;
    this.keys = keys;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    Function<String, Optional<String>> headers =
        name -> Optional.ofNullable(context.httpRequest().getHeader(name));
    return opens(headers) ? CheckResult.permitUpgrade() : CheckResult.rejectUpgrade(NOT_FOUND);
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return endpointId.equals(HopEndpoint.class.getName());
  }

  boolean opens(Function<String, Optional<String>> headers) {
    return headers.apply("origin").isEmpty()
        && headers.apply(HopHeaders.KEY).flatMap(keys::key).isPresent()
        && proof(headers).filter(proof -> proof.called().equals(node.id())).isPresent();
  }

  /** What the headers of a caller say of whom they are from. */
  static Optional<HopProof> proof(Function<String, Optional<String>> headers) {
    return headers
        .apply(HopHeaders.CALLER)
        .flatMap(
            caller ->
                headers
                    .apply(HopHeaders.CALLED)
                    .flatMap(
                        called ->
                            headers
                                .apply(HopHeaders.NONCE)
                                .flatMap(nonce -> HopProof.read(caller, called, nonce))));
  }
}
