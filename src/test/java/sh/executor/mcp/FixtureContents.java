package sh.executor.mcp;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Tools that answer every kind of content. */
@Singleton
@IfBuildProperty(name = Conformance.FIXTURES, stringValue = "true")
final class FixtureContents {

  /** One red pixel. */
  static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

  private static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";
  private static final String IMAGE =
      "{'type':'image','mimeType':'image/png','data':'%s'}".formatted(PNG);

  @Produces
  @Singleton
  McpTool text() {
    return FixtureTool.answering(
        "test_simple_text", "{'type':'text','text':'This is a simple text response for testing.'}");
  }

  @Produces
  @Singleton
  McpTool image() {
    return FixtureTool.answering("test_image_content", IMAGE);
  }

  @Produces
  @Singleton
  McpTool audio() {
    return FixtureTool.answering(
        "test_audio_content", "{'type':'audio','mimeType':'audio/wav','data':'%s'}".formatted(WAV));
  }

  @Produces
  @Singleton
  McpTool embedded() {
    return FixtureTool.answering(
        "test_embedded_resource",
        "{'type':'resource','resource':{'uri':'test://embedded-resource','mimeType':'text/plain','text':'This is an embedded resource content.'}}");
  }

  @Produces
  @Singleton
  McpTool mixed() {
    return FixtureTool.answering(
        "test_multiple_content_types",
        "{'type':'text','text':'Multiple content types test:'},%s,{'type':'resource','resource':{'uri':'test://mixed-content-resource','mimeType':'application/json','text':'{}'}}"
            .formatted(IMAGE));
  }

  @Produces
  @Singleton
  McpTool failing() {
    return FixtureTool.of(
        "test_error_handling",
        (arguments, asking) ->
            ToolResults.error("This tool intentionally returns an error for testing"));
  }

  @Produces
  @Singleton
  McpTool mirrored() {
    return FixtureTool.of(
        "test_x_mcp_header",
        "{'type':'object','properties':{'region':{'type':'string','x-mcp-header':'Region'}}}",
        (arguments, asking) -> ToolResults.text(arguments.path("region").asText()));
  }
}
