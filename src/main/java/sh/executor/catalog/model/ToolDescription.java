package sh.executor.catalog.model;

import java.util.List;
import java.util.Map;

/** What {@code tools.describe.tool} answers. */
public sealed interface ToolDescription {

  /**
   * A tool, in TypeScript.
   *
   * @param path what a script calls
   * @param name of the operation
   * @param inputTypeScript the type of its one argument
   * @param outputTypeScript the type of what it resolves to, failures included
   * @param typeScriptDefinitions the types these refer to, by name
   */
  record Described(
      String path,
      String name,
      String description,
      String inputTypeScript,
      String outputTypeScript,
      Map<String, String> typeScriptDefinitions)
      implements ToolDescription {}

  /**
   * Nothing the caller could call.
   *
   * @param name the last part of {@code path}
   * @param suggestions paths of up to five tools that may have been meant
   */
  record Unknown(String path, String name, List<String> suggestions) implements ToolDescription {

    public Unknown {
      suggestions = List.copyOf(suggestions);
    }
  }
}
