package sh.executor.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import sh.executor.api.AnswerTermsView;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Problem;
import sh.executor.tenant.AnswerTerms;
import sh.executor.tenant.Tenants;

/** What an organisation's admins decide for all of it. */
@Path("organization")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "organization")
final class OrganizationResource implements ApiResource {

  private final Tenants tenants;
  private final CurrentCaller caller;

  @Inject
  OrganizationResource(Tenants tenants, CurrentCaller caller) {
    this.tenants = tenants;
    this.caller = caller;
  }

  @GET
  @Path("answer-terms")
  @Operation(
      operationId = "organization.answerTerms",
      summary = "What may answer the questions of runs, and for how long they stand")
  public AnswerTermsView answerTerms() {
    Caller who = caller.get();
    if (!who.administers()) {
      throw Problem.of(
              Problem.Type.FORBIDDEN,
              "ForbiddenError",
              "What may answer an organisation's questions is for its admins to see.")
          .exception();
    }
    return view(tenants.answerTerms(who.tenant()));
  }

  @PUT
  @Path("answer-terms")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "organization.setAnswerTerms",
      summary =
          "Changes that: how long questions stand for those asked from then on, who may answer for"
              + " those that wait too")
  public AnswerTermsView setAnswerTerms(AnswerTermsView body) {
    AnswerTerms terms =
        new AnswerTerms(
            Duration.ofSeconds(body.answerSeconds()), body.nativeAnswers(), body.modelAnswers());
    tenants.setAnswerTerms(caller.get(), terms);
    return body;
  }

  private static AnswerTermsView view(AnswerTerms terms) {
    return new AnswerTermsView(
        terms.within().toSeconds(), terms.nativeAnswers(), terms.modelAnswers());
  }
}
