package sh.executor.catalog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import sh.executor.kernel.Caller;
import sh.executor.policy.Policies;

/** The tools: every operation of an integration at every connection to it. */
@Singleton
public final class Catalog {

  private static final long VIEW_BYTES_MAX = 16L << 20;

  private final SignStore signs;
  private final OfferStore offers;
  private final Configs configs;
  private final Revisions revisions;
  private final Policies policies;
  private final Kinds kinds;
  private final WeightedCache<ViewKey, CatalogView> views =
      new WeightedCache<>(VIEW_BYTES_MAX, CatalogView::bytes);

  @Inject
  Catalog(
      SignStore signs,
      OfferStore offers,
      Configs configs,
      Revisions revisions,
      Policies policies,
      Kinds kinds) {
    this.signs = signs;
    this.offers = offers;
    this.configs = configs;
    this.revisions = revisions;
    this.policies = policies;
    this.kinds = kinds;
  }

  /**
   * The tools of one caller as they are now, for one request or one run. One query while nothing
   * has changed since the last time, two more when something has; what is asked of the view
   * afterwards needs few or none.
   */
  public CatalogView open(Caller caller) {
    // What changes after the sign was read may be in the view kept under it: newer, never older.
    return views.get(new ViewKey(caller, signs.ofCaller(caller)), key -> read(key.caller()));
  }

  private CatalogView read(Caller caller) {
    return new CatalogView(
        caller, offers.offers(caller), policies.snapshot(caller), configs, revisions, kinds);
  }

  private record ViewKey(Caller caller, String sign) {}
}
