package sh.executor.catalog;

import java.util.Map;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/** What callers of the catalog do wrong, and the rule of who may change what. */
final class Problems {

  private Problems() {}

  static ProblemException invalid(String detail) {
    return Problem.of(Problem.Type.INVALID_INPUT, "InvalidInputError", detail).exception();
  }

  static ProblemException invalidConnection(String detail) {
    return Problem.of(Problem.Type.INVALID_INPUT, "InvalidConnectionInputError", detail)
        .exception();
  }

  static ProblemException noIntegration(String slug) {
    return new Problem(
            Problem.Type.NOT_FOUND,
            "IntegrationNotFoundError",
            "There is no integration '" + shown(slug) + "'.",
            Map.of("slug", shown(slug)))
        .exception();
  }

  static ProblemException integrationExists(String slug) {
    return new Problem(
            Problem.Type.CONFLICT,
            "IntegrationAlreadyExistsError",
            "There is an integration '" + slug + "' already; choose another slug, or update it.",
            Map.of("slug", slug))
        .exception();
  }

  static ProblemException changedMeanwhile(String slug) {
    return Problem.of(
            Problem.Type.CONFLICT,
            "IntegrationChangedError",
            "The integration '" + slug + "' was changed by someone else meanwhile; try again.")
        .exception();
  }

  static ProblemException noConnection(Owner owner, String integration, String name) {
    String address = shown(integration) + '.' + owner.wire() + '.' + shown(name);
    return Problem.of(
            Problem.Type.NOT_FOUND,
            "ConnectionNotFoundError",
            "There is no connection '" + address + "'.")
        .exception();
  }

  static ProblemException tooMany(String detail) {
    return Problem.of(Problem.Type.TOO_MANY, "CatalogLimitError", detail).exception();
  }

  /** The organisation's things are changed by admins in person, a member's by that member. */
  static void checkMayChange(Caller caller, Owner owner, String what) {
    if (caller.credential() != Caller.Credential.PERSON) {
      throw forbidden("An agent's key changes no " + what + "; a person signs in to do that.");
    }
    if (owner == Owner.ORG && !caller.administers()) {
      throw forbidden("The organisation's " + what + " are changed by its admins.");
    }
  }

  private static ProblemException forbidden(String detail) {
    return Problem.of(Problem.Type.FORBIDDEN, "ForbiddenError", detail).exception();
  }

  /** Text of a caller's as it may stand in an answer. */
  static String shown(String text) {
    return text.length() > 100 ? text.substring(0, 100) + '…' : text;
  }
}
