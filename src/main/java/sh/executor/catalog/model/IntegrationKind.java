package sh.executor.catalog.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import sh.executor.kernel.TenantId;

/**
 * One way to be an integration: reads a description into operations and invokes one of them. Beans
 * of this type are found by the catalog; nothing else knows them. Methods block, hold no state
 * between calls and may be called by many threads at once.
 *
 * <p>What a caller did wrong (a description that does not parse, an argument that does not fit) is
 * a {@link sh.executor.kernel.ProblemException} from whatever takes a source, options or a change,
 * a {@link Preparation.Misfit}, or a {@link ToolResult.Failed} of the call.
 */
public interface IntegrationKind {

  /** The name of the kind on the wire and in storage, such as {@code openapi}. */
  String name();

  /**
   * What is at {@code url}, if this kind can use it. Fetches it; never throws for what it finds.
   *
   * @param tenant on whose behalf it is fetched
   */
  Optional<Detection> detect(TenantId tenant, URI url);

  /**
   * What adding {@code source} would bring, for a person to look at, in the kind's own wire shape.
   * Keeps nothing.
   *
   * @param tenant on whose behalf the source is fetched
   */
  ObjectNode preview(TenantId tenant, Source source, ObjectNode options);

  /**
   * Reads a description. Bounded in time, in bytes and in operations; keeps nothing.
   *
   * @param tenant on whose behalf the source is fetched
   * @param options the kind's own settings, as they came with the request or from {@link
   *     Reading#config()} of the reading before
   */
  Reading read(TenantId tenant, Source source, ObjectNode options);

  /** How a connection may authenticate, from the stored {@code config}. Never empty. */
  List<AuthMethod> authMethods(ObjectNode config);

  /** Where the description came from, to read it again; empty when it was given inline. */
  Optional<Source.Url> source(ObjectNode config);

  /**
   * The stored {@code config} after a person changed it; its argument stays as it was.
   *
   * @param change in the kind's own wire shape: {@code authenticationTemplate} with {@code mode}
   *     ({@link AuthTemplates}), {@code baseUrl} and so on; absent members leave things unchanged
   */
  ObjectNode configure(ObjectNode config, ObjectNode change);

  /** An operation made ready to be called, as often as one likes, as {@code config} has it. */
  Callable callable(Operation operation, ObjectNode config);
}
