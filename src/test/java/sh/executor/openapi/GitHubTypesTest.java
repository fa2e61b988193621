package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.catalog.DescribedModule;
import sh.executor.catalog.model.Reading;
import sh.executor.openapi.document.Json;
import sh.executor.testkit.TypeScriptCompiler;

/** Reading and describing together, on the largest description at hand. */
class GitHubTypesTest {

  @Test
  void everyOperationsDescriptionCompiles(@TempDir Path folder) {
    Reading reading =
        DescriptionReader.read(
            new Description(RealDescriptions.github(), null), null, Json.object());

    String module = DescribedModule.of(reading);

    assertThat(module).contains("namespace Tool1222 {");
    assertThat(TypeScriptCompiler.complaints(folder, module)).isEmpty();
  }
}
