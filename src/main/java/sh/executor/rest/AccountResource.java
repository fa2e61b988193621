package sh.executor.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import sh.executor.api.AccountView;
import sh.executor.api.ApiKeyCreate;
import sh.executor.api.ApiKeyCreated;
import sh.executor.api.ApiKeyKind;
import sh.executor.api.ApiKeyList;
import sh.executor.api.MemberList;
import sh.executor.api.Success;
import sh.executor.auth.ApiKeys;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Problem;
import sh.executor.tenant.Member;
import sh.executor.tenant.Tenants;

/** Who the caller is, with which keys, among whom. */
@Path("account")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "account")
final class AccountResource implements ApiResource {

  private final Tenants tenants;
  private final ApiKeys keys;
  private final CurrentCaller caller;

  @Inject
  AccountResource(Tenants tenants, ApiKeys keys, CurrentCaller caller) {
    this.tenants = tenants;
    this.keys = keys;
    this.caller = caller;
  }

  @GET
  @Path("me")
  @Operation(operationId = "account.me", summary = "Who the caller is")
  public AccountView me() {
    Caller who = caller.get();
    Member member =
        tenants
            .member(who)
            .orElseThrow(
                () ->
                    Problem.of(
                            Problem.Type.FORBIDDEN,
                            "AccountNoOrganization",
                            "You are no longer a member of this organisation.")
                        .exception());
    return AccountViews.view(member, tenants.organization(who));
  }

  @GET
  @Path("api-keys")
  @Operation(operationId = "account.listApiKeys", summary = "The caller's keys, the newest first")
  public ApiKeyList apiKeys() {
    return new ApiKeyList(keys.list(caller.get()).stream().map(AccountViews::key).toList());
  }

  @POST
  @Path("api-keys")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "account.createApiKey",
      summary = "Makes a key; its value is in this answer and never again")
  public ApiKeyCreated createApiKey(ApiKeyCreate body) {
    ApiKeyKind kind = body.kind() == null ? ApiKeyKind.PERSON : body.kind();
    return AccountViews.created(keys.create(caller.get(), AccountViews.kind(kind), body.name()));
  }

  @DELETE
  @Path("api-keys/{apiKeyId}")
  @Operation(operationId = "account.revokeApiKey", summary = "Revokes a key, at once")
  public Success revokeApiKey(@PathParam("apiKeyId") String apiKeyId) {
    Caller who = caller.get();
    boolean revoked = AccountViews.keyId(apiKeyId).filter(id -> keys.revoke(who, id)).isPresent();
    if (!revoked) {
      throw Problem.of(Problem.Type.NOT_FOUND, "ApiKeyNotFoundError", "You have no key of this id.")
          .exception();
    }
    return new Success(true);
  }

  @GET
  @Path("members")
  @Operation(
      operationId = "account.listMembers",
      summary = "The members of the organisation, the oldest first")
  public MemberList members() {
    Caller who = caller.get();
    return new MemberList(
        tenants.members(who).stream().map(member -> AccountViews.member(member, who)).toList());
  }
}
