package sh.executor.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;
import sh.executor.api.ProblemView;
import sh.executor.kernel.Problem;

/**
 * Completes the OpenAPI document that is generated for {@link OpenApiDocumentTest}: which members
 * of a body are required is read from the nullness of the records, and which problems a route may
 * answer with from its shape, so that neither has to be written beside each route.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDocument implements OASFilter {

  private static final String SCHEMA_ROOT = "#/components/schemas/";
  private static final String PROBLEM = "ProblemView";
  private static final String SECURITY = "bearer";
  private static final DotName NULLABLE = DotName.createSimple(Nullable.class);

  private final IndexView index;

  /**
   * @param index of the application's classes
   */
  public ApiDocument(IndexView index) {
    this.index = index;
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Map<String, Schema> schemas = document.getComponents().getSchemas();
    schemas.forEach(this::complete);
    document.getComponents().addSchema(PROBLEM, problem());
    document
        .getComponents()
        .setSecuritySchemes(
            Map.of(
                SECURITY,
                OASFactory.createSecurityScheme()
                    .type(org.eclipse.microprofile.openapi.models.security.SecurityScheme.Type.HTTP)
                    .scheme("bearer")
                    .description("A person's key or token. An agent's key opens /mcp only.")));
    document.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(SECURITY)));
    document.getPaths().getPathItems().values().forEach(ApiDocument::addProblems);
  }

  /** Marks what must be there, and lets the rest be null. */
  private void complete(String name, Schema schema) {
    ClassInfo type = apiRecord(name);
    if (type == null || schema.getProperties() == null) {
      return;
    }
    List<String> required = new ArrayList<>();
    for (RecordComponentInfo component : type.recordComponents()) {
      if (!isNullable(component) && schema.getProperties().containsKey(component.name())) {
        required.add(component.name());
      }
    }
    schema.setRequired(required.isEmpty() ? null : required);
  }

  private @Nullable ClassInfo apiRecord(String name) {
    for (ClassInfo type : index.getClassesInPackage("sh.executor.api")) {
      if (type.isRecord() && type.simpleName().equals(name)) {
        return type;
      }
    }
    return null;
  }

  private static boolean isNullable(RecordComponentInfo component) {
    return component.type().hasAnnotation(NULLABLE);
  }

  private static void addProblems(PathItem item) {
    item.getOperations().values().forEach(ApiDocument::addProblems);
  }

  private static void addProblems(Operation operation) {
    boolean takesBody = operation.getRequestBody() != null;
    List<Parameter> parameters =
        operation.getParameters() == null ? List.of() : operation.getParameters();
    if (takesBody || !parameters.isEmpty()) {
      add(operation, Problem.Type.INVALID_INPUT);
    }
    add(operation, Problem.Type.UNAUTHENTICATED);
    add(operation, Problem.Type.FORBIDDEN);
    if (parameters.stream().anyMatch(parameter -> parameter.getIn() == Parameter.In.PATH)) {
      add(operation, Problem.Type.NOT_FOUND);
    }
    add(operation, Problem.Type.NOT_ACCEPTABLE);
    if (takesBody) {
      add(operation, Problem.Type.TOO_LARGE);
      add(operation, Problem.Type.UNSUPPORTED_MEDIA_TYPE);
    }
    add(operation, Problem.Type.INTERNAL);
    add(operation, Problem.Type.UNAVAILABLE);
  }

  private static void add(Operation operation, Problem.Type type) {
    APIResponse response =
        OASFactory.createAPIResponse()
            .description(type.title())
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        ProblemViews.MEDIA_TYPE,
                        OASFactory.createMediaType()
                            .schema(OASFactory.createSchema().ref(SCHEMA_ROOT + PROBLEM))));
    operation.getResponses().addAPIResponse(String.valueOf(type.status()), response);
  }

  private static Schema problem() {
    Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
    schema.setDescription(ProblemView.class.getSimpleName());
    for (String member : List.of("type", "title", "detail", "_tag", "traceId")) {
      schema.addProperty(member, OASFactory.createSchema().addType(SchemaType.STRING));
      schema.addRequired(member);
    }
    schema.addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER));
    schema.addRequired("status");
    return schema;
  }
}
