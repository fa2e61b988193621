package sh.executor.openapi.call;

import sh.executor.catalog.model.ToolError;

/** What is wrong with the arguments of a call; ends the making of a request, never leaves it. */
final class BadArguments extends RuntimeException {

  private static final String CODE = "invalid_tool_arguments";

  BadArguments(String message) {
    super(message, null, false, false);
  }

  ToolError error() {
    return ToolError.of(CODE, String.valueOf(getMessage()));
  }
}
