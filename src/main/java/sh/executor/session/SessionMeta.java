package sh.executor.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.Resource;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;

/**
 * The entry that says whose a session is. Entries written before there were several resources have
 * none and mean the whole catalog; members we do not know are ignored.
 *
 * @param resource null for the whole catalog
 * @param protocolVersion null when it was not noted down
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SessionMeta(
    @JsonProperty("organizationId") String organizationId,
    @JsonProperty("userId") String userId,
    @JsonProperty("resource") @Nullable ResourceEntry resource,
    @JsonProperty("elicitationMode") @Nullable String elicitationMode,
    @JsonProperty("protocolVersion") @Nullable String protocolVersion) {

  static SessionMeta of(Caller caller, Resource resource, Terms terms) {
    return new SessionMeta(
        caller.tenant().toString(),
        caller.account().toString(),
        ResourceEntry.of(resource),
        terms.elicitationMode(),
        terms.protocolVersion());
  }

  /** Whose it is; empty when the entry makes no sense. */
  Optional<SessionOwner> owner() {
    Optional<TenantId> tenant = TenantId.parse(organizationId);
    Optional<AccountId> account = AccountId.parse(userId);
    Resource whole = resource == null ? Resource.DEFAULT : resource.toResource();
    return tenant.flatMap(t -> account.map(a -> new SessionOwner(t, a, whole)));
  }

  /** How a resource is written down. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ResourceEntry(
      @JsonProperty("kind") String kind, @JsonProperty("slug") @Nullable String slug) {

    static ResourceEntry of(Resource resource) {
      return switch (resource) {
        case Resource.Whole() -> new ResourceEntry("default", null);
        case Resource.Toolkit(String slug) -> new ResourceEntry("toolkit", slug);
      };
    }

    Resource toResource() {
      return slug == null ? Resource.DEFAULT : new Resource.Toolkit(slug);
    }
  }
}
