package sh.executor.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who may keep the credentials of connections. */
@Path("providers")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "providers")
final class ProvidersResource implements ApiResource {

  @Inject
  ProvidersResource() {}

  @GET
  @Operation(operationId = "providers.list", summary = "The keepers of credentials, by name")
  public List<String> list() {
    return List.of(ConnectionViews.PROVIDER);
  }
}
