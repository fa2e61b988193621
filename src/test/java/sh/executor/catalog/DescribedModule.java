package sh.executor.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.Reading;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolSchema;
import sh.executor.kernel.Owner;

/** What {@code describe} says of every operation of a reading, as one TypeScript module. */
public final class DescribedModule {

  private DescribedModule() {}

  /** A namespace for each operation, with its declarations and a function of its types. */
  public static String of(Reading reading) {
    StringBuilder module = new StringBuilder("export {};\n");
    List<Operation> operations = reading.operations();
    for (int i = 0; i < operations.size(); i++) {
      ToolSchema schema = describe(reading, operations.get(i));
      module.append("namespace Tool").append(i).append(" {\n");
      schema
          .typeScriptDefinitions()
          .forEach((name, type) -> module.append("export type " + name + " = " + type + ";\n"));
      module
          .append("export declare function call(input: ")
          .append(schema.inputTypeScript())
          .append("): Promise<")
          .append(schema.outputTypeScript())
          .append(">;\n}\n");
    }
    return module.toString();
  }

  private static ToolSchema describe(Reading reading, Operation operation) {
    ToolAddress address = new ToolAddress("x", Owner.ORG, "y", operation.name());
    return new ToolSchemas(
            operation,
            names ->
                names.stream()
                    .filter(reading.definitions()::containsKey)
                    .collect(
                        Collectors.toMap(
                            name -> name, reading.definitions()::get, (a, b) -> a, HashMap::new)))
        .forScripts(address);
  }
}
