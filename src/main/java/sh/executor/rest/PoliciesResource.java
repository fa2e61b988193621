package sh.executor.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import sh.executor.api.PolicyCreate;
import sh.executor.api.PolicyUpdate;
import sh.executor.api.PolicyView;
import sh.executor.api.Removed;
import sh.executor.kernel.Problem;
import sh.executor.policy.Policies;
import sh.executor.policy.PolicyId;

/** Rules over tools: the organisation's and the caller's own. */
@Path("policies")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "policies")
final class PoliciesResource implements ApiResource {

  private final Policies policies;
  private final CurrentCaller caller;

  @Inject
  PoliciesResource(Policies policies, CurrentCaller caller) {
    this.policies = policies;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "policies.list",
      summary = "The rules that apply to the caller, those of one owner in their order")
  public List<PolicyView> list() {
    return policies.list(caller.get()).stream().map(PolicyViews::view).toList();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "policies.create", summary = "Adds a rule")
  public PolicyView create(PolicyCreate body) {
    return PolicyViews.view(
        policies.create(
            caller.get(),
            PolicyViews.owner(body.owner()),
            body.pattern(),
            PolicyViews.actionOf(body.action()),
            body.position(),
            Boolean.TRUE.equals(body.consoleOnly())));
  }

  @PATCH
  @Path("{policyId}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "policies.update", summary = "Changes a rule")
  public PolicyView update(@PathParam("policyId") String policyId, PolicyUpdate body) {
    Policies.Change change =
        new Policies.Change(
            body.pattern(), PolicyViews.action(body.action()), body.position(), body.consoleOnly());
    return PolicyViews.view(policies.update(caller.get(), parse(policyId), change));
  }

  @DELETE
  @Path("{policyId}")
  @Operation(operationId = "policies.remove", summary = "Removes a rule")
  public Removed remove(@PathParam("policyId") String policyId) {
    policies.remove(caller.get(), parse(policyId));
    return new Removed(true);
  }

  private static PolicyId parse(String policyId) {
    return PolicyId.parse(policyId)
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Type.NOT_FOUND,
                        "PolicyNotFoundError",
                        "There is no rule of this id.")
                    .exception());
  }
}
