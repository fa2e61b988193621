package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import sh.executor.tenant.AnswerTerms;
import sh.executor.tenant.Tenants;

/**
 * Decides how questions are put: as the session asked for, where its client can do that and the
 * organisation allows it. Decided anew each time, because an admin may change what is allowed while
 * a session lasts.
 */
@Singleton
final class Manners {

  private final Tenants tenants;

  @Inject
  Manners(Tenants tenants) {
    this.tenants = tenants;
  }

  /** How it is to be done for the one who asks. */
  Manner of(Asking asking) {
    Abilities abilities = asking.line().abilities();
    ElicitationMode fallback = abilities.any() ? ElicitationMode.NATIVE : ElicitationMode.BROWSER;
    return switch (asking.line().wanted().orElse(fallback)) {
      case BROWSER -> new Manner.Browser(false);
      case MODEL -> terms(asking).modelAnswers() ? new Manner.Model() : new Manner.Browser(true);
      case NATIVE ->
          abilities.any()
              ? new Manner.Native(abilities, terms(asking).nativeAnswers())
              : new Manner.Browser(false);
    };
  }

  private AnswerTerms terms(Asking asking) {
    return tenants.answerTerms(asking.caller().tenant());
  }
}
