package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.Operation;
import sh.executor.openapi.auth.SecurityMethods;
import sh.executor.openapi.binding.Parameter.Location;
import sh.executor.openapi.binding.Server;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Refusal;

/** All operations of a description, in its order. */
public final class OperationsReader {

  /** The most operations an integration may have. */
  public static final int OPERATIONS_MAX = 20_000;

  private final Document document;
  private final boolean serversFixed;
  private final ServersReader servers;

  /**
   * A reader of {@code document}.
   *
   * @param source where it came from, after redirects; null when it was given inline
   * @param serversFixed whether all calls go to one base URL, so that no server is offered
   */
  public OperationsReader(Document document, @Nullable URI source, boolean serversFixed) {
    this.document = document;
    this.serversFixed = serversFixed;
    this.servers = new ServersReader(source);
  }

  /**
   * What was read.
   *
   * @param definitions by name, as JSON text
   * @param methods as the security schemes have it; never empty
   * @param servers of the whole description; never empty
   */
  public record Extraction(
      List<Operation> operations,
      Map<String, String> definitions,
      SecurityMethods methods,
      List<Server> servers) {}

  /** Reads everything. */
  public Extraction read() {
    String version = OpenApiVersion.of(document);
    Definitions definitions = new Definitions(document, version.startsWith("3.0"));
    List<Server> ofDocument = servers.ofDocument(document.at("servers"));
    SecurityMethods methods = new SecurityMethods(document);
    TextBudget budget = new TextBudget();
    OperationReader reader =
        new OperationReader(
            document,
            definitions.normalizer(),
            budget,
            servers,
            serversFixed ? List.of(ofDocument.getFirst()) : ofDocument);
    List<OperationReader.Draft> drafts = drafts(reader, methods);
    List<String> names = ToolNames.of(drafts.stream().map(OperationReader.Draft::route).toList());
    List<Operation> operations = new ArrayList<>(drafts.size());
    for (int i = 0; i < drafts.size(); i++) {
      operations.add(drafts.get(i).named(names.get(i)));
    }
    return new Extraction(operations, definitions.read(budget), methods, ofDocument);
  }

  private List<OperationReader.Draft> drafts(OperationReader reader, SecurityMethods methods) {
    List<OperationReader.Draft> drafts = new ArrayList<>();
    Predicate<DeclaredParameter> credential = parameter -> isCredential(parameter, methods);
    for (String path : document.names("paths")) {
      if (!path.startsWith("/")) {
        continue;
      }
      PathItem item = PathItem.of(document, path);
      for (String method : item.methods()) {
        JsonNode operation = item.operation(method);
        if (operation.isObject()) {
          if (drafts.size() == OPERATIONS_MAX) {
            throw Refusal.extraction(
                "The description has more than "
                    + OPERATIONS_MAX
                    + " operations. Split it, and add"
                    + " the parts as integrations of their own.");
          }
          methods.require(operation.path("security"));
          drafts.add(reader.read(method, path, item, operation, credential));
        }
      }
    }
    return drafts;
  }

  private static boolean isCredential(DeclaredParameter parameter, SecurityMethods methods) {
    AuthMethod.Carrier carrier =
        switch (parameter.in()) {
          case HEADER -> AuthMethod.Carrier.HEADER;
          case QUERY -> AuthMethod.Carrier.QUERY;
          case COOKIE -> AuthMethod.Carrier.COOKIE;
          case PATH -> null;
        };
    return parameter.in() != Location.PATH && methods.places(carrier, parameter.name());
  }
}
