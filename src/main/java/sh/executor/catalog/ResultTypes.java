package sh.executor.catalog;

import java.util.LinkedHashMap;
import java.util.Map;

/** What every tool call comes to in a script: {@link sh.executor.catalog.model.ToolResult}. */
final class ResultTypes {

  /** The types {@link #of} refers to, by name. */
  static final Map<String, String> DECLARATIONS = declarations();

  private ResultTypes() {}

  /** The type of a result whose data is of the type {@code data}. */
  static String of(String data) {
    return "{ ok: true; data: "
        + data
        + "; http?: ToolHttpMeta } | { ok: false; error: ToolError }";
  }

  private static Map<String, String> declarations() {
    Map<String, String> declarations = new LinkedHashMap<>();
    declarations.put("ToolHttpMeta", "{ status: number; headers: Record<string, string> }");
    declarations.put(
        "ToolError",
        "{ code: string; message: string; status?: number; details?: unknown;"
            + " retryable?: boolean }");
    return declarations;
  }
}
