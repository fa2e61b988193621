package sh.executor.catalog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import sh.executor.kernel.Caller;
import sh.executor.policy.Policies;

/** The tools: every operation of an integration at every connection to it. */
@Singleton
public final class Catalog {

  private final OfferStore offers;
  private final Revisions revisions;
  private final Policies policies;
  private final Kinds kinds;

  @Inject
  Catalog(OfferStore offers, Revisions revisions, Policies policies, Kinds kinds) {
    this.offers = offers;
    this.revisions = revisions;
    this.policies = policies;
    this.kinds = kinds;
  }

  /**
   * The tools of one caller as they are now, for one request or one run. Two queries; what is asked
   * of the view afterwards needs few or none.
   */
  public CatalogView open(Caller caller) {
    return new CatalogView(
        caller, offers.offers(caller), policies.snapshot(caller), offers, revisions, kinds);
  }
}
